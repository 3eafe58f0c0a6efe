"""Languages people speak, sign or read.

NHS Data Model and Dictionary, LANGUAGE CODE (PREFERRED): the two-letter codes of ISO 639-1,
and q1 to q5 for Braille and sign languages. A few languages that people in the UK need an
interpreter for have no two-letter code, Sylheti first among them. They are local terms: their
ISO 639-3 code, rolling up to the national code of the language they are counted under.
"""

from kith.vocabulary.terms import Table, Term

ENGLISH = "en"

_NHS = """
q1 Braille
q2 American Sign Language/ASL
q3 Australian Sign Language/Auslan
q4 British Sign Language/BSL
q5 Makaton
"""

_ISO_639_1 = """
aa Afar
ab Abkhazian/Abkhaz
ae Avestan
af Afrikaans
ak Akan
am Amharic
an Aragonese
ar Arabic
as Assamese
av Avaric/Avar
ay Aymara
az Azerbaijani/Azeri
ba Bashkir
be Belarusian
bg Bulgarian
bh Bihari
bi Bislama
bm Bambara
bn Bengali/Bangla
bo Tibetan
br Breton
bs Bosnian
ca Catalan/Valencian
ce Chechen
ch Chamorro
co Corsican
cr Cree
cs Czech
cu Church Slavonic/Old Church Slavonic
cv Chuvash
cy Welsh/Cymraeg
da Danish
de German
dv Divehi/Dhivehi/Maldivian
dz Dzongkha
ee Ewe
el Greek/Modern Greek
en English
eo Esperanto
es Spanish/Castilian
et Estonian
eu Basque
fa Persian/Farsi
ff Fula/Fulah/Fulani
fi Finnish
fj Fijian
fo Faroese
fr French
fy Western Frisian/Frisian
ga Irish/Irish Gaelic
gd Scottish Gaelic/Gaelic
gl Galician
gn Guarani
gu Gujarati
gv Manx
ha Hausa
he Hebrew
hi Hindi
ho Hiri Motu
hr Croatian
ht Haitian Creole/Haitian
hu Hungarian
hy Armenian
hz Herero
ia Interlingua
id Indonesian
ie Interlingue
ig Igbo
ii Sichuan Yi
ik Inupiaq
io Ido
is Icelandic
it Italian
iu Inuktitut
ja Japanese
jv Javanese
ka Georgian
kg Kongo/Kikongo
ki Kikuyu/Gikuyu
kj Kwanyama/Kuanyama
kk Kazakh
kl Greenlandic/Kalaallisut
km Khmer/Central Khmer/Cambodian
kn Kannada
ko Korean
kr Kanuri
ks Kashmiri
ku Kurdish
kv Komi
kw Cornish
ky Kyrgyz/Kirghiz
la Latin
lb Luxembourgish/Letzeburgesch
lg Luganda/Ganda
li Limburgish/Limburgan
ln Lingala
lo Lao
lt Lithuanian
lu Luba-Katanga
lv Latvian
mg Malagasy
mh Marshallese
mi Maori
mk Macedonian
ml Malayalam
mn Mongolian
mo Moldavian/Moldovan
mr Marathi
ms Malay
mt Maltese
my Burmese
na Nauru/Nauruan
nb Norwegian Bokmal
nd North Ndebele
ne Nepali
ng Ndonga
nl Dutch/Flemish
nn Norwegian Nynorsk/Nynorsk
no Norwegian
nr South Ndebele
nv Navajo
ny Chichewa/Chewa/Nyanja
oc Occitan
oj Ojibwa
om Oromo
or Odia/Oriya
os Ossetian/Ossetic
pa Punjabi/Panjabi
pi Pali
pl Polish
ps Pashto/Pushto
pt Portuguese
qu Quechua
rm Romansh
rn Kirundi/Rundi
ro Romanian
ru Russian
rw Kinyarwanda
sa Sanskrit
sc Sardinian
sd Sindhi
se Northern Sami
sg Sango
si Sinhala/Sinhalese
sk Slovak
sl Slovenian/Slovene
sm Samoan
sn Shona
so Somali
sq Albanian
sr Serbian
ss Swati
st Southern Sotho/Sesotho
su Sundanese
sv Swedish
sw Swahili/Kiswahili
ta Tamil
te Telugu
tg Tajik
th Thai
ti Tigrinya
tk Turkmen
tl Tagalog/Filipino
tn Tswana/Setswana
to Tonga/Tongan
tr Turkish
ts Tsonga
tt Tatar
tw Twi
ty Tahitian
ug Uyghur/Uighur
uk Ukrainian
ur Urdu
uz Uzbek
ve Venda
vi Vietnamese
vo Volapuk
wa Walloon
wo Wolof
xh Xhosa
yi Yiddish
yo Yoruba
za Zhuang/Chuang
zh Chinese
zu Zulu
"""

_LOCAL = (
    Term("syl", "Sylheti", ("Syleti", "Sylhety"), local=True, rolls_up_to="bn"),
    Term("yue", "Cantonese", ("Chinese Cantonese",), local=True, rolls_up_to="zh"),
    Term("cmn", "Mandarin", ("Chinese Mandarin",), local=True, rolls_up_to="zh"),
    Term("prs", "Dari", ("Afghan Persian",), local=True, rolls_up_to="fa"),
    Term("ckb", "Kurdish Sorani", ("Sorani",), local=True, rolls_up_to="ku"),
    Term("kmr", "Kurdish Kurmanji", ("Kurmanji",), local=True, rolls_up_to="ku"),
)


def _term(line: str) -> Term:
    code, names = line.split(" ", 1)
    label, *also = names.split("/")
    return Term(code, label, tuple(also))


def _in_reading_order() -> tuple[Term, ...]:
    listed = [_term(line) for line in (_ISO_639_1 + _NHS).split("\n") if line]
    return tuple(sorted((*listed, *_LOCAL), key=lambda term: (term.code != ENGLISH, term.label)))


TABLE = Table("language", _in_reading_order())
choices = TABLE.choices
label = TABLE.label
national_code = TABLE.national_code
recognise = TABLE.recognise
