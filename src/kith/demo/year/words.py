"""What was said in the year: themes that bring people, in words that fit anyone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """One thing that brings people, and what is said of it on the way. `share` is how many of a hundred."""

    reason: str
    foundation: str
    share: int
    sees: tuple[str, ...]
    says: tuple[str, ...]
    talk: tuple[str, ...]
    strength: str
    matters: str
    need: str
    goal: str
    own: str
    ours: str
    offers: tuple[str, ...]
    support: tuple[str, str, int | None]
    came_of_it: str


THEMES = (
    Theme(
        "Loneliness or isolation", "belonging", 19,
        ("Lives alone, few visitors, rings the practice often.", "Isolated since moving here. Would benefit from company.", "Widowed. Little that we can treat; a great deal of loneliness."),
        ("The days are long.", "I would like somebody to talk to who is not paid to.", "I used to know everyone in the street."),
        ("Talked for a good half hour. Knows few people nearby and misses being asked for.", "Spoke about the evenings, which are the hardest. Would try a group if someone was looking out for them.", "Warm on the phone once started. Goes out for shopping and comes straight home."),
        "Good company, and curious about other people.", "Being expected somewhere.", "Has nobody to talk to from one day to the next", "Be with other people once a week", "Go along to the first session", "Ask the group to look out for them at the door",
        ("Lunch club", "Befriending", "Reading aloud group", "Dancing for over 60s", "Art table"),
        ("went_along", "Went along the first time and stayed for tea.", None), "Goes each week now, and is missed when away.",
    ),
    Theme(
        "Caring for someone", "belonging", 6,
        ("Full-time carer, exhausted, no break this year.", "Looks after a parent with dementia. Tearful in surgery."),
        ("I have not had an afternoon to myself this year.", "I am tired, and I would not change it."),
        ("Rang while the person they care for slept. Would go out if someone sat in.", "Spoke about guilt at wanting a rest. Family could do more if asked."),
        "Organised and devoted.", "One afternoon a week of their own.", "No break from caring", "Have one free afternoon a week", "Ask the family about one afternoon", "Ask for a carer's assessment",
        ("Carers' breathing space", "Singing for breathing"),
        ("advocated", "Spoke with adult social care: carer's assessment on the list.", 40_000), "Has an afternoon a week, and a plan for the bad days.",
    ),
    Theme(
        "Money worries or debt", "money", 13,
        ("Struggling with bills. Low mood. Please look at benefits.", "Asks for a letter about council tax arrears. Needs advice rather than us."),
        ("I do not open the letters any more.", "There is nothing left by the twentieth of the month."),
        ("Put the unopened letters in order together. No food in the house yesterday.", "Went through what comes in and what goes out. Two debts that matter, three that can wait."),
        "Honest about what went wrong, and keeps appointments.", "Not being afraid of the post.", "Debts, and benefits that may be underpaid", "Know what is owed, and have a plan that can be kept", "Keep every letter in one folder", "Book debt advice and send the form",
        ("Debt and benefits advice", "Food co-op"),
        ("form", "Council tax support form filled in and sent.", 96_000), "Payment plans agreed, and opens the post again.",
    ),
    Theme(
        "Benefits", "money", 10,
        ("Claim turned down. Needs help with the appeal.", "Sick pay ends next month. Not sure what to claim."),
        ("I do not understand what they want from me.", "The form is forty pages."),
        ("Read the decision together. A month left to ask them to look again.", "Filled in half of the form by phone; the rest next week."),
        "Patient, and keeps papers.", "Being believed.", "A benefit refused or not claimed", "Have the claim looked at again", "Find the letter from the hospital", "Write the request to look again",
        ("Debt and benefits advice",),
        ("form", "Claim form completed and sent; award followed.", 264_000), "The benefit was awarded and back-dated.",
    ),
    Theme(
        "Housing", "home", 12,
        ("Damp flat, chest infections this winter, landlord does not answer.", "Overcrowded. Four in one bedroom. Asks for a housing letter."),
        ("I am frightened that we will be put out if I say anything.", "The walls are wet to the touch."),
        ("Mould in the bedroom, photographs taken. Afraid of complaining.", "Has been on the list for years and does not know where they stand on it."),
        "Keeps careful records.", "A dry bedroom.", "Damp, disrepair or too little room", "Get the repair done without losing the home", "Write down every call to the landlord", "Write to the landlord with the photographs",
        ("Tenants' rights drop-in", "Home energy visit"),
        ("call", "Rang the landlord's agent; an inspection was booked.", None), "Repairs were done after an inspection.",
    ),
    Theme(
        "Mental wellbeing", "hope", 15,
        ("Low mood for a year, declined tablets, would like to talk.", "Anxious, sleeping badly. On the list for therapy; needs something meanwhile."),
        ("I would like a reason to get up.", "My head does not stop at night."),
        ("Quiet at first. Sleeps from four in the morning. Safe, and knows whom to ring.", "Talked about what used to help: music, and being needed."),
        "Thoughtful, and good with their hands.", "Being needed.", "Little to get up for", "Be somewhere useful on one morning a week", "Try one session, for an hour", "Ask whether they may come and only watch at first",
        ("Mental health peer group", "Volunteering taster", "Art table", "Men's shed"),
        ("listened", "Stayed with how things are; agreed what to do on a bad night.", None), "Sleeps better, and goes out on two mornings.",
    ),
    Theme(
        "Bereavement", "hope", 5,
        ("Lost a partner in the spring. Not coping with the evenings.", "Bereaved twice this year."),
        ("The house is so quiet.", "People have stopped asking."),
        ("Talked about the one who died for most of the call. Asked to be rung again.", "Has not moved anything. Would sit in a group and say nothing."),
        "Loyal, with a good memory for people.", "Being able to say the name.", "Grief, and nobody to say it to", "Say the name to somebody each week", "Come once, and say nothing if that is best", "Ring the evening before",
        ("Bereavement group", "Befriending"),
        ("listened", "Sat with the photographs.", None), "Goes to the group, and laughs about some of it.",
    ),
    Theme(
        "Learning, English classes or getting online", "purpose", 6,
        ("Family interprets at every appointment. Would like to learn English.", "Cannot use the online forms and feels shut out."),
        ("I want to talk to the teacher by myself.", "Everything is on the computer now."),
        ("Spoke through an interpreter. Free in the mornings, afraid of being laughed at.", "Has a phone and no idea what it can do. Would like to see the grandchildren on it."),
        "Finishes what they start.", "Not having to ask.", "Cannot yet manage without help in English or online", "Have one short conversation, or send one message, without help", "Come to the first class with a friend", "Ask for a place to be kept",
        ("Conversation café", "Computer help"),
        ("looked_up", "Found a class with a crèche, and how to enrol.", None), "Enrolled for the next class.",
    ),
    Theme(
        "Work or volunteering", "purpose", 5,
        ("Redundant, losing confidence. Not ready for the job centre.", "Would like to volunteer."),
        ("I am good at things, and nobody asks.",),
        ("Worked for many years and left with a handshake. Would like to start small.",),
        "Years of experience, and reliable.", "Being of use.", "Nothing to do with the day", "Do something useful each week", "Write down three things they are good at", "Ring the volunteer centre",
        ("Job club", "Volunteering taster", "Community garden"),
        ("practical", "Wrote a short CV together.", None), "Volunteers one day a week.",
    ),
    Theme(
        "Being more active", "health", 6,
        ("Type 2 diabetes, knees, weight. Not a gym person.", "Breathless and losing confidence. Would walk with company."),
        ("I do not like going by myself.",),
        ("Stairs are hard and flat is fine. Used to walk by the canal.", "Would come if nobody minded the pace."),
        "Stubborn in a good way.", "Walking by the canal again, with company.", "Stopped walking", "Walk once a week with other people", "Try as far as the first bench", "Ask the leader to meet them at the gate",
        ("Walking group", "Chair yoga", "Living with diabetes", "Swimming for beginners"),
        ("practical", "Found a stick of the right height.", None), "Walks each week, the whole way.",
    ),
    Theme(
        "Practical help or transport", "health", 3,
        ("Cannot carry shopping since the operation.", "Misses appointments for want of a way there."),
        ("I can manage, if I can only get there.",),
        ("Needs a rail, a key safe and somebody for the bulbs.",),
        "Independent.", "Staying in their own home.", "Small things that have become hard", "Have the small things done", "Make a list, room by room", "Ask for a handyperson",
        ("Handyperson for older people", "Home energy visit", "Computer help"),
        ("practical", "Arranged a key safe and a rail.", None), "The rail is up, and so is the mood.",
    ),
)  # fmt: skip

CANCER = Theme(
    "Living with cancer or the end of life", "hope", 0,
    ("Finished treatment. Tired, worried, off work.", "Newly diagnosed, lives alone. Please call before treatment starts."),
    ("Everyone thinks that it is over. It is not over for me.", "I do not want to talk only about cancer."),
    ("Spoke about the fear before each scan, and about money.", "Would like to meet others who know what it is like."),
    "Dry-humoured and brave.", "Ordinary days.", "Tiredness, money and fear around treatment", "Do one ordinary thing each week", "Choose the ordinary thing", "Ask for a benefits check",
    ("Cancer support café", "Art table", "Debt and benefits advice"),
    ("form", "Benefit claim completed with the letter from the hospital.", 280_000), "Back to ordinary days, with someone to ring before a scan.",
)  # fmt: skip

# What went on when nobody could meet.
BY_PHONE = ("Befriending", "Food co-op", "Debt and benefits advice")
FOR_CHILDREN = ("After-school club", "Young people's football")

LATER = (
    "Rang to see how things are. A better week.", "Short call; agreed to leave the plan as it is.", "Talked through what is next, and wrote it down together.",
    "Rang back as promised. Things are slow and no worse.", "Went over the letter together.", "Has been out twice since we spoke.", "A hard week. Listened, and agreed to ring on Friday.",
    "Good news from the family. In high spirits.", "Asked about the first visit. Nerves, then fine.", "Looked at what they said at the start, and how far it is from here.",
)  # fmt: skip
DECLINED = (
    "Kind, but clear: not now.",
    "Has what they need from the family.",
    "Thought that this was something else, and would rather not.",
    "Would rather see the doctor. Thanked us for ringing.",
)
CALL_TALKED = (
    "Well, and glad of the call. Shopping comes from a neighbour.", "Shielding. Has food and medicines; asked to be rung again.", "Managing. Given the number of the food parcel line.",
    "Frightened of going out. Talked it through; a volunteer will collect the prescription.", "All well. A long talk about the garden.", "Needed a prescription fetched; arranged with the pharmacy.",
)  # fmt: skip
CALL_WANTS = (
    "Would like someone to ring each week. Agreed to be supported.",
    "Out of food and money. Agreed to be supported from today.",
    "Bereaved in April. Would like our support.",
)
NO_TAKE_ON = (
    ("02", "Needs a memory clinic first; we told the practice which."),
    ("02", "Asks for counselling, which we do not give; the practice was told who does."),
)
