"""What a programme can start with. A manager changes all of it afterwards.

Questions, stages and prompts are in our own words. The stages of the cancer programme are those of the
service that this product is modelled on. When a practice's talk and review fall due is as Macmillan Cancer Support
prints it for primary care ("Cancer Care Review", macmillan.org.uk/healthcare-professionals: support within
3 months of a diagnosis and a review within 12, then indicators CAN005 and CAN004); the 12 months are NICE's
indicator 223 too (nice.org.uk/indicators/ind223). Whether a practice is paid for either changes from year to
year, and no prompt says it. Attendance allowance and the special rules for people who are
nearing the end of life are benefits of the Department for Work and Pensions; travel to hospital is paid by
the Healthcare Travel Costs Scheme.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """A question as a template has it; `kind` and `asked` as `organisations.ProgrammeQuestion`."""

    label: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    hint: str = ""
    required: bool = False
    asked: str = "referral"


@dataclass(frozen=True)
class Prompt:
    """A prompt as a template has it: `days` after the stage named `after`, or after the case opened."""

    text: str
    why: str = ""
    days: int = 0
    after: str = ""


@dataclass(frozen=True)
class Template:
    """A programme to begin with."""

    title: str
    name: str = ""
    description: str = ""
    condition: str = ""
    asks_concerns: bool = False
    questions: tuple[Question, ...] = ()
    stages: tuple[str, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()


BENEFITS = "special rules, attendance allowance, travel costs"

TEMPLATES: dict[str, Template] = {
    "blank": Template(title="Nothing yet: I write it myself"),
    "cancer": Template(
        title="Cancer: from diagnosis to life afterwards, or palliative care",
        name="Cancer programme",
        description="Anyone affected by cancer, at any stage, and those who look after them.",
        condition="Cancer",
        asks_concerns=True,
        questions=(
            Question("Which cancer is it?", hint="As the person would say it, such as breast cancer."),
            Question("Where are they treated?", hint="The hospital or hospice, if any."),
            Question("Who is their key worker?", hint="Such as their clinical nurse specialist."),
            Question("How to reach the key worker", hint="A work number or e-mail."),
            Question("Who else is involved?", "long_text",
                     hint="Such as a hospice, a community nurse, a benefits adviser, and how to reach them."),
            Question("Who else should hear how it ends?", "letter_to"),
            Question("Does the person know their diagnosis and prognosis?", "one_of",
                     ("Yes, both", "The diagnosis only", "Not sure")),
            Question("What has to be kept in mind?", "several_of",
                     ("Low immunity", "Tires quickly", "Pain", "Trouble moving about")),
            Question("What has changed most since the diagnosis?", "long_text", asked="first"),
            Question("Is someone at home who needs support too?", "yes_no", asked="first"),
        ),
        stages=("Diagnosis", "Start of treatment", "End of treatment", "Living with and beyond",
                "Palliative care"),
        prompts=(
            Prompt(f"Ask about benefits: {BENEFITS}",
                   "Many people never claim what they could.", days=14),
            Prompt("Has the practice offered to talk about support?",
                   "Practices offer it within 3 months of a diagnosis.", days=60, after="Diagnosis"),
            Prompt("Cancer care review is due at the practice",
                   "Practices review within 12 months of a diagnosis.", days=300, after="Diagnosis"),
            Prompt("Ask how life after treatment is going",
                   "Appointments stop, and many feel left alone then.",
                   days=28, after="End of treatment"),
            Prompt("Ask about benefits under the special rules",
                   "Claims of people nearing the end of life are decided sooner.",
                   after="Palliative care"),
        ),
        reasons=(
            ("After cancer treatment", "hope"),
            ("Fear of cancer coming back", "hope"),
            ("Tiredness and getting active again after treatment", "health"),
            ("Work or study during and after cancer treatment", "purpose"),
            ("Money during cancer treatment", "money"),
        ),
    ),
    "young_people": Template(
        title="Young people",
        name="Young people",
        description="People from 11 to 25, at school, college or work, or out of them.",
        questions=(
            Question("What are they doing now?", "one_of",
                     ("School", "College or university", "Work", "None of these")),
            Question("Name of the school, college or employer"),
            Question("May their parents or carers know?", "one_of",
                     ("Yes", "Some of it: say what in the notes", "No"), required=True),
            Question("How do they like to be reached?", "several_of",
                     ("Call", "Text", "Through school", "Through a parent or carer"),
                     asked="first"),
        ),
        stages=("At school or college", "Moving to adult services", "Adult"),
        prompts=(
            Prompt("Ask who else they would like there",
                   "A friend or a youth worker may come along.", days=7),
        ),
    ),
    "hospital_discharge": Template(
        title="Hospital discharge",
        name="Home from hospital",
        description="People who go home from hospital and need a hand to settle.",
        questions=(
            Question("Which hospital and ward?", required=True),
            Question("Day of going home", "date", hint="As planned, if it has not come."),
            Question("Does someone live with them?", "yes_no"),
            Question("What is arranged already?", "several_of",
                     ("Care at home", "Meals", "Equipment", "Transport", "Nothing yet")),
        ),
        stages=("In hospital", "First days at home", "Settled at home"),
        prompts=(
            Prompt("Ring: did they get home well, is there food and warmth?",
                   days=1, after="First days at home"),
            Prompt("Ask whether everything that was arranged has come",
                   days=7, after="First days at home"),
        ),
    ),
}  # fmt: skip


def choices() -> list[tuple[str, str]]:
    """(key, title) of every template."""
    return [(key, template.title) for key, template in TEMPLATES.items()]
