from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "kith.pathway.referrals"
    label = "referrals"
