"""“Ring this number and say your language”, in the languages most asked for in the places Kith serves.

Ours. Sylheti is spoken rather than written: its speakers read the line in Bengali, and say “Sylheti”.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """The line in one language: its code (BCP 47), its name in itself, and whether it is read from the right."""

    code: str
    name: str
    words: str
    from_right: bool = False


LINES = (
    Line("bn", "বাংলা (Bengali, Sylheti)", "এই নম্বরে ফোন করুন এবং আপনার ভাষার নাম বলুন।"),
    Line("so", "Soomaali", "Wac lambarkan oo sheeg luqaddaada."),
    Line("pl", "Polski", "Zadzwoń pod ten numer i powiedz, w jakim języku mówisz."),
    Line("ur", "اردو", "اس نمبر پر فون کریں اور اپنی زبان کا نام بتائیں۔", from_right=True),
    Line("ar", "العربية", "اتصل بهذا الرقم وقل اسم لغتك.", from_right=True),
    Line("tr", "Türkçe", "Bu numarayı arayın ve dilinizi söyleyin."),
    Line("ro", "Română", "Sunați la acest număr și spuneți ce limbă vorbiți."),
    Line("pt", "Português", "Ligue para este número e diga qual é a sua língua."),
    Line("es", "Español", "Llame a este número y diga su idioma."),
    Line("it", "Italiano", "Chiami questo numero e dica la sua lingua."),
    Line("fr", "Français", "Appelez ce numéro et dites votre langue."),
    Line("zh", "中文", "请拨打这个电话，并说出您的语言。"),
)
