from django.apps import AppConfig


class ClinicsConfig(AppConfig):
    name = "kith.pathway.clinics"
    label = "clinics"
