"""Given names that are one name: short forms, and the spellings of one name in Latin letters.

Written by hand for this product from names in everyday use in London; a line is a name. It is no
list of who is who: two names of one line are a reason to look, or one reason among several.
"""

from functools import cache

_SPELLINGS = """
mohammed mohammad muhammad mohamed mohamad muhammed muhamad mohd md mohammod mehmed
ahmed ahmad ahmet achmed
abdullah abdulla abdallah abdulah
abdul abdel abdal abd
abdulrahman abdurrahman abdirahman abdelrahman
hussein hussain husayn hossain hosain husain hussayn
hassan hasan hassen
ibrahim ibraheem ebrahim
yusuf yousef yousuf youssef yusef
ismail ismael esmail
omar umar omer
osman usman uthman othman
ali aly
khalid khaled
jamal gamal jamaal
karim kareem abdulkarim
rahim raheem
rahman rehman
saeed said saied sayeed syed sayed
yasin yaseen yassin
zakaria zakariya
sulaiman suleiman suleyman
musa moussa moosa
isa eesa issa
dawud daud dawood
fatima fatema fatimah fatma faatima
aisha ayesha aysha aicha aishah ayisha
khadija khadijah khadiza hadija
zainab zaynab zeinab zainub
maryam mariam miriam meryem mariyam
amina aminah ameena
nasreen nasrin nasrine
shirin shireen
yasmin yasmeen yasemin
salma selma
noor nur nour
rukhsana ruksana roksana
shamima shameema
jahanara jahan
begum begam
mahmud mahmoud mahmood mehmood
hamid hameed
rashid rasheed
aziz azeez
latif lateef
rafiq rafique rafeeq
tariq tarek tarik
faisal faysal feisal
sergei sergey serhii
yevgeny evgeny yevhen
volodymyr vladimir wladimir
yuri yury iurii yurii
dmitri dmitry dmytro
olha olga
iryna irina
tetiana tatiana tatyana
oleksandr alexandr aleksandr
singh sing
kaur kour
parmjit paramjit
harjit harjeet
elizabeth elisabeth
catherine katherine katharine kathryn
stephen steven
geoffrey jeffrey
alan allan allen
ann anne
theresa teresa
sophia sofia
philip phillip
graham graeme
sarah sara
lawrence laurence
"""
_SHORT_FORMS = """
elizabeth elisabeth liz lizzie beth betty eliza lisa libby elspeth elzbieta
margaret marge maggie meg peggy margie margot malgorzata
catherine katherine kathryn katharine kate katie kathy cathy kathleen katarzyna ekaterina katya
william bill billy will willie liam wilhelm
robert rob bob bobby robbie bert roberto
richard rick dick ricky rich ricardo
edward ed eddie ted teddy ned eduardo
henry harry hank henryk enrique
john jon johnny jack ian juan jan ivan sean giovanni joao
james jim jimmy jamie seamus jaime
thomas tom tommy tomas tomasz
charles charlie chuck carlos karol
michael mike mick micky mikey michal miguel mikhail michel
anthony tony antony antonio anton
andrew andy drew andrzej andrei andre
alexander alex sandy alec alejandro aleksander alexandr sasha
alexandra alex sandra sasha aleksandra
christopher chris kit krzysztof topher
christine christina chris tina krystyna kristina
peter pete pedro piotr pyotr
stephen steven steve stefan stephan
matthew matt mateusz mateo
nicholas nick nicky nikolas mikolaj nikolai
daniel dan danny
samuel sam sammy
samantha sam
benjamin ben benny
gregory greg grzegorz
geoffrey jeffrey geoff jeff
lawrence laurence larry
leonard len lenny
ronald ron ronnie
donald don donnie
kenneth ken kenny
raymond ray
terence terry terrence
gerald gerry jerry
philip phillip phil felipe
timothy tim
francis frank francisco franciszek
frederick fred freddie freddy
albert al bert
alan allan allen al
arthur art
stanley stan stanislaw
victoria vicky vicki vikki tori wiktoria
susan sue susie suzanne susanna zuzanna
patricia pat patsy trish tricia
patrick pat paddy
barbara barb babs basia
dorothy dot dottie dorota
deborah debbie deb debra
jennifer jen jenny jenni
jacqueline jackie jacqui
judith judy
julia julie
pamela pam
sarah sara sally
rebecca becky becca rivka
rachel rachael raquel
victor vic viktor
theresa teresa terry tess tessa
veronica ronnie weronika
josephine jo josie
joanna joanne jo joan
ann anne anna annie hannah ania nan
mary marie maria molly polly may mia
helen helena ellen nell ela elena
eleanor elinor ellie nora nell leonora
florence flo florrie flossie
agnes aggie agnieszka
caroline carol carrie karolina
evelyn evie
gillian jill gill jillian
grace gracie
harriet hattie
irene rene irena
isabel isabella isobel bella izabela
jane janie
janet jan jeanette
lillian lilian lily
louise lou louisa
lucy lucia
martha marta
matilda tilly maud
nancy nan
natalie natalia natasha
penelope penny
philippa pippa
priscilla cilla
rosemary rose rosie
sophia sofia sophie zofia
stephanie steph
valerie val
vivian vivien vivienne
winifred winnie fred
ibrahim abraham
joseph joe joey yusuf yousef josef jozef
ismail ishmael
zachary zach zak zakaria
solomon sulaiman
moses musa moses
david dave davey dawud
jasmine jasmin yasmin
eugene gene yevgeny evgeny
"""


@cache
def _lines(text: str) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(text.split("\n")):
        for name in line.split():
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def _on_one_line(text: str, one: str, other: str) -> bool:
    lines = _lines(text)
    return bool(lines.get(one, frozenset()) & lines.get(other, frozenset()))


def spelt_alike(one: str, other: str) -> bool:
    """Whether two names, folded, are one name in two spellings: Mohammed and Muhammad."""
    return one == other or _on_one_line(_SPELLINGS, one, other)


def known_as(one: str, other: str) -> bool:
    """Whether one name, folded, is commonly a short or other form of the other: Liz and Elizabeth.

    Two brothers may be called so too, and may be twins: it says less than a spelling.
    """
    return _on_one_line(_SHORT_FORMS, one, other)
