from django.apps import AppConfig


class CaseloadConfig(AppConfig):
    name = "kith.pathway.caseload"
    label = "caseload"
