"""What brings the demonstration's people, and what came of it, in their words and their workers'."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Situation:
    """One story, told piece by piece as far as a case has come."""

    reason: str
    foundation: str
    referrer_sees: str
    person_says: str
    first_talk: str
    strengths: str
    matters: str
    need: str
    goal: str
    own_action: str
    worker_action: str
    offers: tuple[str, ...]
    support: tuple[str, str, int | None]
    summary: str


@dataclass(frozen=True)
class About:
    """What somebody says of themself, whatever brings them; and how they would put their goal."""

    around: str
    please: str
    meant: str


ABOUTS = (
    About(
        "Carol on the floor below, and my niece on Sundays. Please do not ring my brother.",
        "Ring after ten, and let it ring: I am slow to the phone.",
        "I would rather begin smaller: one afternoon, with one other person.",
    ),
    About(
        "My children. The woman from the chemist, who always asks.",
        "Tell me twice, and write the day on paper.",
        "Not by the summer. I want to do it in my own time, and say when.",
    ),
    About(
        "Two old friends from work, and the dog next door.",
        "Say plainly what you can do and what you cannot.",
        "It was the other way round: first that, and only then the rest.",
    ),
)

SITUATIONS = (
    Situation(
        "Loneliness or isolation", "belonging",
        "Lives alone since a sister died. Rings the surgery most weeks; there is little that we can treat.",
        "The days are long. I would like someone to have a cup of tea with.",
        "Talked for half an hour. Used to run a stall at Roman Road market and knew everyone. Goes out for bread and the paper, and comes straight home.",
        "Warm, funny, knows the neighbourhood better than anyone. Cooks well.",
        "Having people to laugh with again, and being some use to them.",
        "Has nobody to talk to from one day to the next",
        "Eat with other people once a week",
        "Go to the lunch club on Wednesday with a neighbour",
        "Ring the lunch club so that someone is at the door to say hello",
        ("Lunch club", "Dancing for over 60s", "Befriending"),
        ("went_along", "Went along to the first lunch and stayed for the pudding.", None),
        "Goes to the lunch club each week and has started to help with the cooking.",
    ),
    Situation(
        "Money worries or debt", "money",
        "Struggling with bills since hours were cut. Low mood. Please could someone look at benefits.",
        "I do not open the letters any more. I just want to sleep at night.",
        "Three letters from the council and two from the energy company, unopened. We put them in order together. No food in the house yesterday.",
        "Has held a job for eleven years. Honest about what went wrong.",
        "Not being afraid of the post. Being able to feed the children properly.",
        "Council tax and energy debts, and a benefit that may be underpaid",
        "Know what is owed, and have a plan that can be kept",
        "Keep every letter in the blue folder and bring it on Monday",
        "Book debt advice and send the benefit form with the payslips",
        ("Debt and benefits advice", "Food co-op"),
        ("form", "Council tax support form filled in and sent; back-dated award agreed.", 128400),
        "Payment plans agreed with both, and council tax support awarded.",
    ),
    Situation(
        "Housing", "home",
        "Damp flat, two inhalers this winter, landlord does not answer. Anxious about complaining.",
        "I am frightened that he will put us out if I say anything.",
        "Black mould in both bedrooms, photographs taken. Tenancy runs to June. Knows which neighbours have the same.",
        "Keeps careful records. Trusted by the neighbours.",
        "A dry bedroom, and not to feel small for asking.",
        "Damp and disrepair, and fear of losing the tenancy",
        "Get the repair done without losing the home",
        "Write down every call to the landlord, with the date",
        "Write to the landlord with the photographs, and to environmental health",
        ("Tenants' rights drop-in", "Home energy visit"),
        ("call", "Rang the landlord's agent; inspection booked for next week.", None),
        "Repairs were done after an inspection, and the rent did not go up.",
    ),
    Situation(
        "Mental wellbeing", "hope",
        "Low since redundancy last year. PHQ high, not suicidal today, declined tablets. Would like to talk.",
        "I used to be someone. I would like a reason to get up.",
        "Quiet at first. Talked about the garage, and teaching a nephew to weld. Sleeps from four in the morning. No thoughts of self-harm; would ring a brother.",
        "Skilled hands, patient with beginners, a brother who rings.",
        "Being needed. A reason to set the alarm.",
        "Nothing to get up for since the job went",
        "Be somewhere useful on two mornings a week",
        "Try the workshop on Thursday, for one hour",
        "Ask the workshop whether they want someone to show beginners how to solder",
        ("Men's shed", "Volunteering taster", "Mental health peer group"),
        ("listened", "Stayed with how things are; agreed what to do on a bad night.", None),
        "Runs the beginners' bench at the workshop and sleeps better.",
    ),
    Situation(
        "Learning, English classes or getting online", "purpose",
        "Relies on a relative to speak for them at every appointment. Would like to manage alone.",
        "I want to talk to the teacher at school by myself.",
        "Spoke through an interpreter. Was a dressmaker, and good at it. Free while the children are at school, and afraid of being laughed at.",
        "Quick to learn. Finishes what is started.",
        "The family seeing that it can be done.",
        "Not yet at ease speaking alone in an office or a school",
        "Have a short talk with the teacher without help",
        "Come to the conversation café on Monday with a friend",
        "Ask the café to keep a place, and say which bus",
        ("Conversation café", "Bengali women's circle", "Computer help"),
        ("looked_up", "Found a class with a crèche, and how to enrol.", None),
        "Spoke with the teacher alone, and is enrolled for the next class.",
    ),
    Situation(
        "Being more active", "health",
        "Type 2 diabetes, knees, weight. Has had the leaflet several times. Not a gym person.",
        "I used to love walking. I do not like going by myself.",
        "Walked to the park and back as we talked. Stairs are hard, flat is fine. Misses the dog.",
        "Stubborn in a good way. Likes birds.",
        "Walking by the canal again, with company.",
        "Stopped walking when the dog died",
        "Walk by the canal once a week, with other people",
        "Try the Tuesday walk, as far as the first bench",
        "Ask the walk leader to meet them at the gate",
        ("Walking group", "Chair yoga", "Living with diabetes"),
        ("practical", "Found a stick of the right height at the equipment store.", None),
        "Walks each Tuesday, the whole way now, and brings the binoculars.",
    ),
    Situation(
        "Caring for someone", "belonging",
        "Cares for a partner with dementia. Exhausted, tearful in surgery. No break since spring.",
        "I would not be anywhere else, but I have not had an afternoon to myself this year.",
        "Could not talk freely with the other in the room, so I rang again in the afternoon. Would go to singing, if someone could sit in.",
        "Devoted and organised. Family who could do more, if asked.",
        "One free afternoon a week.",
        "No break from caring",
        "Have one free afternoon a week",
        "Ask the family about Thursdays",
        "Ask for a carer's assessment, and book the sitting service",
        ("Carers' breathing space", "Singing for breathing"),
        ("advocated", "Spoke with adult social care: carer's assessment on the list.", 40950),
        "Has Thursdays free, and sings.",
    ),
    Situation(
        "Living with cancer or the end of life", "hope",
        "Finished treatment for breast cancer in the summer. Tired, worried, off work, sick pay ending.",
        "Everyone thinks that it is over. It is not over for me.",
        "Spoke about the fear before each scan. Money runs out in eight weeks. Would like to meet others, and not only talk about cancer.",
        "Brave and dry-humoured. A manager at work who wants to see a return.",
        "Going back to work slowly, and laughing again.",
        "Life after treatment: tiredness, money and fear",
        "Go back to work, two days a week",
        "Write down what would fit in a short day",
        "Ask for a benefits check, and for a talk with occupational health",
        ("Cancer support café", "Art table", "Debt and benefits advice"),
        ("form", "Benefit claim completed with the letter from the hospital.", 358800),
        "Back at work two days a week, with support in place.",
    ),
)  # fmt: skip
