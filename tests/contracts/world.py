"""One of everything in Bow, made through the write doors, and everyone who might open it.

Maya is supported by Roman Road Friends, whose link worker and team lead are the insiders; the
outsiders are a member of another scheme and one of another partner, who hold every role there.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kith.academy import actions as academy
from kith.academy import queries as academy_queries
from kith.academy.rules import CHECKLIST
from kith.accounts import actions as accounts
from kith.accounts.roles import BY_KEY
from kith.campaigns import actions as campaigns
from kith.concerns import actions as concerns
from kith.desk.queries import life
from kith.directory import actions as directory
from kith.exchange.moving_in import actions as moving_in
from kith.exchange.referral_sheet import actions as referral_sheet
from kith.funds import actions as funds
from kith.isolation import context, links
from kith.isolation.actor import Actor
from kith.meetings import actions as meetings
from kith.messages import actions as messages
from kith.organisations import actions as organisations
from kith.organisations import queries
from kith.organisations.models import DeliveryPartner, Membership, Practice
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.clinics import actions as clinics
from kith.pathway.closures import actions as closures
from kith.pathway.connections import actions as connections
from kith.pathway.connections import queries as connection_queries
from kith.pathway.connections.actions.linking import give_link
from kith.pathway.contacts import actions as contacts
from kith.pathway.outcomes import actions as outcomes
from kith.pathway.plans import actions as plans
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals.queries.doors import resume_path
from kith.people import actions as people
from kith.vocabulary import closure_reasons
from tests import cast, documents
from tests.contracts.of_directory import of_directory
from tests.contracts.of_groups import of_groups
from tests.contracts.routes import Route

BY = cast.TESTS
ROLES = tuple(BY_KEY)
# What another partner's outsider holds: every role that does not open the whole scheme.
NARROW = tuple(key for key in ROLES if not BY_KEY[key].sees_whole_scheme)
# Without an account; with one that has no place in any scheme; and one for each role.
VISITORS = ("anonymous", "nobody", *ROLES)
SUPERVISION_PAGES = (
    "session", "agenda_point", "wellbeing", "agree", "papers", "plan_next",
)  # fmt: skip
LETTER_PAGES = (
    "letter", "letter_take", "letter_aside", "letter_page", "letter_original",
)  # fmt: skip
# What must never stand in an address: parts of what the world says of its people.
PRIVATE = (
    "quenby", "okonjo", "tamsin", "zebedee", "9990000018", "900123", "1951-03-09", "lantern",
    "fairfield", "e3 2qa", "maya@",
)  # fmt: skip


class World:
    """The rows, by what an address calls them, and a browser for each visitor."""

    def __init__(self) -> None:
        with context.in_scheme(cast.BOW, actor=BY.key):
            self._people()
            self._rows()
            self._visitors()
        with context.in_scheme(cast.POPLAR, actor=BY.key):
            self._join("stranger", cast.POPLAR, ROLES, partner=DeliveryPartner.objects.get())

    def _people(self) -> None:
        friends = DeliveryPartner.objects.get(name="Roman Road Friends")
        practice = Practice.objects.get(ods_code="F84901")
        self.worker = self._join("linkworker", cast.BOW, ["linkworker"], partner=friends)
        self.referrer = self._join("referrer", cast.BOW, ["referrer"], practice=practice)
        self.service = directory.add_service(
            by=BY, scheme_id=cast.BOW, name="Chrisp Street Lunch Club",
            organisation_name="Chrisp Street Neighbours", foundations=["belonging"],
            email="lunch@neighbours.example",
        )  # fmt: skip
        self.programme = organisations.add_programme(
            by=BY, scheme_id=cast.BOW, name="Cancer", template="cancer"
        )
        self.case = self._case("Quenby", "Okonjo", nhs_number="9990000018")
        self.person = self.case.person

    def _case(self, first: str, last: str, **who: Any) -> Any:
        referral = self._referral(first, last, **who)
        return caseload.take_on(by=BY, referral=referral, holder=self.worker)

    def _referral(self, first: str, last: str, **who: Any) -> Any:
        return referrals.receive(
            by=BY, scheme_id=cast.BOW, source="01", referrer=self.referrer, no_risk_known=True,
            practice=Practice.objects.get(ods_code="F84901"),
            referrer_sees="Sits by a lantern.", programme=self.programme,
            who=people.Who(
                first_name=first, last_name=last, date_of_birth=dt.date(1951, 3, 9),
                phone="07700 900123", phone_safe_for=("call", "voicemail", "text"),
                email="maya@person.example", address="12 Fairfield Road", postcode="E3 2QA",
                address_safe_for=("letter", "visit"), **who,
            ),
        )  # fmt: skip

    def _rows(self) -> None:
        case, person, now = self.case, self.person, timezone.now()
        caseload.record_agreed(by=BY, case=case)
        caseload.set_next_step(by=BY, case=case, text="Ring", on=timezone.localdate())
        self.point = person.contact_points.get(kind="phone")
        self.linked = people.add_linked_person(
            by=BY, person=person, name="Zebedee Okonjo", relationship="brother",
            may_be_told="appointments", on_whose_say_so="Quenby",
        )  # fmt: skip
        self.risk = people.state_risk(by=BY, person=person, text="A dog that jumps up")
        self.warning = people.warn_of_address(
            by=BY, person=person, point=person.contact_points.get(kind="address"), kind="pets",
            text="A goose behind the gate", review_on=timezone.localdate() + dt.timedelta(days=90),
        )  # fmt: skip
        need = plans.add_need(by=BY, case=case, foundation="belonging", text="Company")
        goal = plans.add_goal(by=BY, need=need, text="Eat with others", importance=8)
        step = plans.add_action(by=BY, goal=goal, text="Ring the club", who="worker", confidence=7)
        self.need, self.goal, self.step = need, goal, step
        self._own_page()
        outcomes.rate_goal(by=BY, case=case, goal=goal, moment="start", rating=3)
        self.score = outcomes.skip(
            by=BY, case=case, measure="loneliness", moment="start", why="Too tired"
        )
        self.contact = contacts.record(by=BY, person=person, outcome="reached", note="Dominoes")
        self.planned = contacts.plan_contact(
            by=BY, person=person, planned_for=now + dt.timedelta(days=2)
        )
        self.word = life.token_for(self._actor(self.worker), person.pk)
        contacts.book_interpreter(
            by=BY, contact=self.planned, language="syl", supplier="Limehouse Voices"
        )
        self.message = contacts.take_message(by=BY, person=person, words="Ring after five")
        self.support = contacts.give_support(by=BY, case=case, kind="form", result="Blue badge")
        self.introduction = connections.introduce(
            by=BY, person=person, case=case, service=self.service, agreed_fields=["name"],
            agreed_how="on the phone", agreed_on=timezone.localdate(), need=need,
            keep_safe="Nothing", getting_there="Walks",
        )  # fmt: skip
        self.links_of_introduction = [
            give_link(cast.BOW, purpose, subject).rsplit("/", 1)[1]
            for purpose, subject in (
                (connection_queries.ANSWER, self.introduction.pk),
                (connection_queries.WENT, self.introduction.pk),
                (connection_queries.WEEK, self.service.pk),
            )
        ]
        self._of_the_programme()
        self._of_measures()
        self.recipient = closures.add_recipient(
            by=BY, case=case, kind="hospital", organisation="Ward 3", agreed_how="On the phone",
            agreed_on=timezone.localdate(),
        )  # fmt: skip
        self.campaign = campaigns.open_campaign(
            by=BY, scheme_id=cast.BOW, name="Winter calls", from_date=timezone.localdate()
        )
        campaigns.list_person(by=BY, campaign=self.campaign, person=person)
        campaigns.call(by=BY, campaign=self.campaign, person=person, outcome="reached")
        self._meeting()
        self.of_groups = of_groups(self.worker, self.person)
        self.other_service = directory.add_service(by=BY, scheme_id=cast.BOW, name="Walking Group")
        self.of_directory = of_directory(self.service)
        self.waiting = self._referral("Tamsin", "Okonjo")
        self.returned = referrals.return_to_referrer(
            by=BY, referral=self._referral("Tamsin", "Quenby"), reason="Tell us more, please."
        )
        self.asked = self._referral("Okonjo", "Fairfield")
        referrals.ask_question(by=BY, referral=self.asked, text="Which language?")
        self.taken = self._case("Zebedee", "Tamsin")
        self.ended = self._case("Fairfield", "Tamsin")
        self.closure = closures.close(
            by=BY, case=self.ended, reason=closure_reasons.COMPLETED, summary="Well."
        )
        self.like = self._case("Lantern", "Quenby").person
        self.merge = caseload.merge_people(
            by=BY, kept=self.taken.person, lost=self._referral("Zebedee", "Fairfield").person
        )
        self.ask = referrals.send_ask(by=BY, scheme_id=cast.BOW, answers={"first_name": "Tamsin"})
        self.doubted = referrals.send_ask(
            by=BY, scheme_id=cast.BOW, answers={"first_name": "Tamsin"}, doubt="Too fast."
        )
        self.place = Practice.objects.get(ods_code="F84901")
        self.page_of_place = referrals.give_link(by=BY, scheme_id=cast.BOW, place_id=self.place.pk)
        self.saved = referrals.save_ask(
            by=BY, scheme_id=cast.BOW, answers={"for_whom": "self", "done": ["who-for"]}
        )
        self.question = referrals.add_question(
            by=BY, scheme_id=cast.BOW, door="practice", label="Do they have a dog?"
        )
        email = messages.queue_email(
            by=BY, scheme_id=cast.BOW, kind="waiting", to="a@b.example", link=settings.SITE_URL
        )
        self.email = messages.email_not_sent(by=BY, email=email, error="refused", for_good=True)
        self.holding = self.case.holdings.get()
        second = referrals.receive(
            by=BY, scheme_id=cast.BOW, source="housing", organisation_name="Poplar Homes",
            person=self.person, referrer_sees="Behind with the rent.",
        )  # fmt: skip
        self.joining = caseload.join(by=BY, referral=second)
        later = caseload.Later(self.case, timezone.localdate() + dt.timedelta(days=3), "Ring them")
        self.put_off = caseload.put_off(by=self._actor(self.worker), promises=[later])
        self.clinic = clinics.plan_clinic(
            by=BY, worker=self.worker, place="Library", slot_minutes=30,
            starts_at=timezone.now() + dt.timedelta(days=9),
            ends_at=timezone.now() + dt.timedelta(days=9, hours=2),
        )  # fmt: skip
        self.filled = self.clinic.slots.order_by("starts_at")[0]
        clinics.fill_slot(by=BY, slot=self.filled, person=self.person)
        self.calendar = organisations.give_calendar(by=self._actor(self.worker), member=self.worker)
        self.absence = organisations.add_absence(
            by=BY, member=self.worker, from_date=timezone.localdate() + dt.timedelta(days=400),
            to_date=timezone.localdate() + dt.timedelta(days=401),
        )  # fmt: skip
        self._passed_on(case)
        self.code = case.referral.codes_owed.get()
        self.status = links.token_of(referrals.give_status_link(by=BY, referral=self.waiting).pk)
        self.invitation, self.token = organisations.invite(
            by=BY, scheme_id=cast.BOW, email="new@kith.example", name="New", roles=["linkworker"]
        )

        rows = "first_name,date_of_birth,phone\nTamsin,1951-03-09,07700 900123\n"
        self.sheet = referral_sheet.send(
            by=BY, scheme_id=cast.BOW, name="march.csv", content=rows.encode()
        )

        self.move = moving_in.begin(by=BY, scheme_id=cast.BOW)
        self.moved_sheet = moving_in.add_sheet(
            by=BY, run=self.move, part="people", name="people.csv", content=rows.encode()
        )

    def _private_links(self) -> dict[str, Any]:
        """The links of an introduction, of its person and of its group, each for its own routes."""
        made, who = self.introduction, self.introduction.pk.hex
        answer, went, week = self.links_of_introduction
        return {
            "connections:introduced/token": answer,
            "connections:introduced_worried/token": answer,
            "connections:introduced_week/token": answer,
            "connections:introduced_again/token": answer,
            "connections:went/token": went,
            **{
                f"connections:{name}/token": week
                for name in (
                    "group_week",
                    "group_person",
                    "group_worried",
                    "group_wishes",
                    "group_bid",
                )
            },
            "who": who,
            **{
                f"connections:{name}/service_id": made.service_id
                for name in ("say_full", "wishes", "bid")
            },
        }

    def _passed_on(self, case: Any) -> None:
        """A colleague who works along, what passed to the worker from one, and what is asked for afterwards."""
        colleague = self._join("colleague", cast.BOW, ["linkworker"], partner=self.worker.partner)
        self.joint = caseload.work_along(by=BY, case=case, member=colleague, why="Lantern walks")
        self.passing = caseload.pass_on(
            by=BY, giver=colleague, receiver=self.worker, cases=[], note="Quenby is lovely."
        )
        self.signposted = connections.signpost(
            by=BY, person=self.person, case=case, service_name="A line"
        )
        self.unmet = connections.note_unmet(
            by=BY, scheme_id=cast.BOW, person=self.person, looked_for="A lantern walk",
            foundation="belonging", why="far",
        )  # fmt: skip
        self.call = closures.plan_calls(by=BY, closure=self.closure)[0]

    def _of_measures(self) -> None:
        outcomes.set_use(
            by=BY, scheme_id=cast.BOW, measure="gad-7", is_on=True, responder=self.worker, reason="Pilot"
        )  # fmt: skip
        alerting = outcomes.record_score(
            by=BY, case=self.case, measure="gad-7", moment="start", answers=dict.fromkeys(range(1, 8), 3)
        )  # fmt: skip
        self.alert = alerting.alerts.get()
        self.outside_score = outcomes.record_outside(
            by=BY, case=self.case, measure="pam", version="PAM-13", value="56.4",
            scored_on=timezone.localdate(), scored_by="Sister Ade",
        )  # fmt: skip

    def _meeting(self) -> None:
        self.meeting = meetings.plan_meeting(
            by=BY,
            scheme_id=cast.BOW,
            kind="huddle",
            starts_at=timezone.now(),
            practice=self.case.referral.practice,
        )
        meetings.add_attender(by=BY, meeting=self.meeting, member=self.worker)
        self.attender = meetings.add_outsider(
            by=BY, meeting=self.meeting, name="Dr Achebe", organisation="The practice"
        )
        self.discussed = meetings.bring(
            by=BY, meeting=self.meeting, person=self.person, why="Alone", basis="direct_care"
        )
        self.meeting_action = meetings.add_action(
            by=BY,
            discussed=self.discussed,
            what="Ring",
            by_when=timezone.localdate(),
            owner=self.worker,
        )
        self.earlier = meetings.plan_meeting(
            by=BY, scheme_id=cast.BOW, kind="mdt", starts_at=timezone.now()
        )
        meetings.add_attender(by=BY, meeting=self.earlier, member=self.worker)

    def _own_page(self) -> None:
        """The page that the person opened and wrote on; and somebody with a plan of an earlier case."""
        own = plans.give_page(by=BY, case=self.case)
        opened = plans.open_page(
            by=BY, scheme_id=cast.BOW, page_id=own.pk, born=self.person.date_of_birth
        )
        self.correction = plans.write_on_page(
            by=BY, scheme_id=cast.BOW, page=opened, kind="went", text="Well"
        )
        self.own_page = links.token_of(
            links.in_force(purpose="plans.page", subject_id=own.pk)[0].pk
        )
        before = self._case("Lantern", "Tamsin")
        plans.add_need(by=BY, case=before, foundation="money", text="A letter")
        closures.close(by=BY, case=before, reason=closure_reasons.COMPLETED, summary="Well.")
        again = referrals.receive(
            by=BY, scheme_id=cast.BOW, person=before.person, source="02", no_risk_known=True
        )
        self.again = caseload.take_on(by=BY, referral=again, holder=self.worker)

    def _of_the_programme(self) -> None:
        referral = self.case.referral
        self.reached = referrals.record_stage(
            by=BY, referral=referral, stage=queries.stages(self.programme)[0],
            on=timezone.localdate(),
        )  # fmt: skip
        self.attachment = referrals.attach(
            by=BY, referral=referral, name="a.png", content=documents.picture("PNG")
        )
        self.incoming = referrals.bring_letter(
            by=BY, scheme_id=cast.BOW, name="b.png", content=documents.picture("PNG")
        )
        self.prompt = queries.prompts([self.programme.pk])[0]

    def _visitors(self) -> None:
        partners = {row.name: row for row in DeliveryPartner.objects.all()}
        self.clients = {"anonymous": Client(), "nobody": Client()}
        user = accounts.create_user(
            by=BY, email="nobody@world.example", name="Nobody", password=None
        )
        self.clients["nobody"].force_login(user, backend="kith.accounts.backends.ByEmail")
        self._sign_in("linkworker", self.worker)
        self._sign_in("referrer", self.referrer)
        friends, prime = partners["Roman Road Friends"], partners["Bow Wellbeing"]
        lead = self.worker
        for role in ROLES:
            if role not in self.clients:
                partner = {"teamlead": friends, "manager": prime, "privacylead": prime}.get(role)
                given = {"provider_id": self.service.organisation_id} if role == "provider" else {}
                member = self._join(role, cast.BOW, [role], partner=partner, **given)
                lead = member if role == "teamlead" else lead
        # Taken on by the team lead for somebody of hers, not given to anybody yet.
        self.unallocated = caseload.take_on(
            by=self._actor(lead), referral=self._referral("Zebedee", "Quenby")
        )
        self._money(lead)
        self._join("other_partner", cast.BOW, NARROW, partner=partners["Limehouse Links"])
        self._worries(lead)
        self._learning(lead)

    def _learning(self, lead: Membership) -> None:
        """A supervision of the worker with the team lead, and a sample that the lead drew and looked at."""
        by = self._actor(self.worker)
        self.supervision = academy.plan_supervision(
            by=by, worker=self.worker, supervisor=lead, starts_at=timezone.now()
        )
        with context.enter(
            context.Kind.SCHEME, schemes=[cast.BOW], user_id=by.user_id, actor=by.key
        ):
            room = academy_queries.room_of(by, self.supervision.pk)
            self.note = academy.write_note(by=by, room=room, kind="wellbeing", text="Tired")
            self.agreed = academy.agree(
                by=by, room=room, what="Rest", owner=self.worker, by_when=timezone.localdate()
            )
        long_ago = timezone.now() - dt.timedelta(days=40)
        Case.objects.filter(person=self.like).update(opened_at=long_ago)
        self.sample = academy.draw(by=self._actor(lead), scheme_id=cast.BOW)
        self.check = self.sample.checks.get()
        academy.note_findings(
            by=self._actor(lead), check=self.check, found=dict.fromkeys(CHECKLIST, "yes")
        )

    def _worries(self, lead: Membership) -> None:
        """A concern that the team lead has, and a visit that the worker is on."""
        by = self._actor(self.worker)
        concerns.set_policy(by=BY, scheme_id=cast.BOW, lead=lead)
        self.number = concerns.add_number(
            by=BY, scheme_id=cast.BOW, kind="adult_team", name="Adult team", phone="020 7946 0110"
        )
        raised = concerns.raise_concern(
            by=by, person=self.person, kind="home", urgency="week", words="No lantern at night."
        )
        self.concern = concerns.accept(by=self._actor(lead), concern=raised)
        self.entry = concerns.write_entry(
            by=by, concern=self.concern, kind="note", text="Zebedee was told."
        )
        self.visit_alone = concerns.check_in(
            by=by, worker=self.worker, person=self.person, where="12 Fairfield Road",
            phone="07700 900123", expected_at=timezone.now() + dt.timedelta(hours=1),
        )  # fmt: skip

    def _money(self, lead: Membership) -> None:
        worker = self._actor(self.worker)
        self.fund = funds.open_fund(
            by=BY, scheme_id=cast.BOW, name="Hardship", rule="Food and fares", most_pence=5_000
        )
        self.approver = funds.name_approver(by=BY, fund=self.fund, member=lead)
        self.deposit = funds.put_in(by=BY, fund=self.fund, pence=10_000, evidence="Letter")
        batch = funds.buy_vouchers(
            by=BY, fund=self.fund, kind="Cards", pence=100, serials=["AB1", "AB2"], evidence="Bill"
        )
        self.voucher = batch.vouchers.get(folded="AB1")
        told = {
            "by": worker, "fund": self.fund, "person": self.person, "foundation": "money",
            "purpose": "travel", "what": "Fares", "why": "No pass", "pence": 500, "way": "fare",
        }  # fmt: skip
        self.money = funds.ask(**told)
        paid = funds.approve(by=self._actor(lead), request=funds.ask(**told), approved_pence=500)
        funds.give(by=worker, request=paid, pence=500)
        self.shown = funds.add_receipt(
            by=worker, request=paid, name="c.png", content=documents.picture("PNG")
        )

    @staticmethod
    def _actor(member: Membership) -> Actor:
        seats = queries.seats([member.pk])
        return Actor("staff", member.name, f"user:{member.user_id}", member.user_id, seats)

    def _join(self, name: str, scheme_id: Any, roles: Any, **given: Any) -> Membership:
        user = accounts.create_user(
            by=BY, email=f"{name}@world.example", name=name.title(), password=None
        )
        member = organisations.add_member(
            by=BY, scheme_id=scheme_id, user=user, roles=roles, from_date=cast.SINCE, **given
        )
        if hasattr(self, "clients"):
            self._sign_in(name, member)
        return member

    def _sign_in(self, name: str, member: Membership) -> None:
        self.clients[name] = Client()
        self.clients[name].force_login(member.user, backend="kith.accounts.backends.ByEmail")

    def addresses(self) -> dict[str, Any]:
        """Parameter -> what it is in an address; `route/parameter` where a route needs another."""
        return {
            **self.of_directory,
            "collection": "services", "entry": self.service.pk,
            "scheme": "bow", "scheme_id": cast.BOW, "step": "name", "token": self.token,
            "figure": "people-supported", "moment": "start", "key": "ons4", "campaign_id": self.campaign.pk,
            "run_id": self.sheet.pk, "file_id": self.moved_sheet.pk,
            "exchange:move/run_id": self.move.pk, "exchange:move_act/run_id": self.move.pk,
            "exchange:totals/run_id": self.move.pk, "exchange:difference/run_id": self.move.pk,
            "fund_id": self.fund.pk, "approver_id": self.approver.pk, "deposit_id": self.deposit.pk,
            "voucher_id": self.voucher.pk, "request_id": self.money.pk, "receipt_id": self.shown.pk,
            **self.of_groups,
            "meeting_id": self.meeting.pk, "attender_id": self.attender.pk,
            "discussed_id": self.discussed.pk, "action_id": self.meeting_action.pk,
            "meetings:bring/meeting_id": self.earlier.pk,
            **{f"academy:{name}/meeting_id": self.supervision.pk for name in SUPERVISION_PAGES},
            "member_id": self.worker.pk, "note_id": self.note.pk, "round_id": self.sample.pk,
            "academy:settle/action_id": self.agreed.pk, "check_id": self.check.pk,
            "person_id": self.person.pk, "case_id": self.case.pk, "service_id": self.service.pk,
            "introduction_id": self.introduction.pk, "contact_id": self.contact.pk,
            "support_id": self.support.pk, "message_id": self.message.pk, "closure_id": self.closure.pk,
            "letter_id": self.closure.letter_id, "email_id": self.email.pk, "ask_id": self.ask.pk,
            "place_id": self.place.pk, "question_id": self.question.pk, "door": "practice",
            "referrals:trust_ask/ask_id": self.doubted.pk,
            **{f"referrals:{name}/token": links.token_of(self.page_of_place.pk)
               for name in ("outside", "outside_sent", "signpost", "take_back_signpost")},
            "referrals:resume/token": resume_path(
                self.saved.pk, scheme_id=cast.BOW, actor=BY.key
            ).removeprefix("/resume/"),
            "press_id": self.put_off[0].press, "clinic_id": self.clinic.pk, "slot_id": self.filled.pk,
            "desk:calendar/token": links.token_of(self.calendar.pk),
            "absence_id": self.absence.pk, "holding_id": self.holding.pk, "joining_id": self.joining.pk,
            "alert_id": self.alert.pk, "outcomes:take_back_outside/score_id": self.outside_score.pk,
            "concern_id": self.concern.pk, "entry_id": self.entry.pk, "number_id": self.number.pk,
            "visit_id": self.visit_alone.pk,
            "need_id": self.need.pk, "goal_id": self.goal.pk, "step_id": self.step.pk,
            "correction_id": self.correction.pk, "plans:begin_from/case_id": self.again.pk,
            "plans:person_page/token": self.own_page, "plans:person_line/token": self.own_page,
            "joint_id": self.joint.pk, "passing_id": self.passing.pk,
            "signpost_id": self.signposted.pk, "unmet_id": self.unmet.pk, "call_id": self.call.pk,
            "point_id": self.point.pk, "linked_id": self.linked.pk, "warning_id": self.warning.pk,
            "messages:wording/key": "contacts.ring_text",
            "messages:put_back_words/key": "contacts.ring_text",
            "risk_id": self.risk.pk, "other_id": self.like.pk, "merge_id": self.merge.pk, "score_id": self.score.pk,
            "invitation_id": self.invitation.pk, "referral_id": self.case.referral_id,
            "desk:take_message/token": self.word,
            "programme_id": self.programme.pk, "part_id": self.prompt.pk, "part": "people",
            "prompt_id": self.prompt.pk, "reached_id": self.reached.pk, "number": 1,
            "attachment_id": self.attachment.pk, "recipient_id": self.recipient.pk,
            **{f"referrals:{name}/letter_id": self.incoming.pk for name in LETTER_PAGES},
            "connections:introduce/service_id": self.other_service.pk,
            "contacts:appointment/contact_id": self.planned.pk,
            "contacts:mark/contact_id": self.planned.pk,
            "contacts:interpreter/contact_id": self.planned.pk,
            "contacts:end_interpreter/contact_id": self.planned.pk,
            "desk:triage_allocate/case_id": self.unallocated.pk,
            "desk:triage_answer/referral_id": self.asked.pk,
            "referrals:answer/referral_id": self.asked.pk,
            "desk:triage_referral/referral_id": self.waiting.pk,
            "desk:triage_take_on/referral_id": self.waiting.pk,
            "desk:triage_join/referral_id": self.waiting.pk,
            "desk:triage_undo/referral_id": self.taken.referral_id,
            "practice_id": self.code.practice_id, "code_id": self.code.pk,
            **self._private_links(),
            "referrals:status/token": self.status,
            "referrals:withdraw_by_link/token": self.status,
            "referrals:not_mine/token": self.status,
            "referrals:send_again/referral_id": self.returned.pk,
            "referrals:withdraw/referral_id": self.waiting.pk,
        }  # fmt: skip

    def address(self, route: Route, *, missing: str = "") -> str:
        """Where a route is found in this world; with `missing`, that parameter is an id nobody has."""
        held, given = self.addresses(), {}
        for name in route.parameters:
            if f"{route.name}/{name}" not in held and name not in held:
                raise LookupError(
                    f"{route.name} has a parameter {name!r} that tests/contracts/world.py does not"
                    " know: add it to World.addresses()."
                )
            given[name] = held.get(f"{route.name}/{name}", held.get(name))
        if missing:
            given[missing] = uuid.uuid4() if isinstance(given[missing], uuid.UUID) else "none"
        return reverse(route.name, kwargs=given)

    def visit(self, who: str, address: str, method: str = "GET", **typed: Any) -> HttpResponse:
        """What a visitor gets; a POST carries a key and `typed`, and what it does is taken back."""
        client = self.clients[who]
        cookies = client.cookies.copy()
        try:
            with undone():
                if method == "GET":
                    return client.get(address)
                return client.post(address, {**key(), **typed})
        finally:
            client.cookies = cookies


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back, so that each visit finds the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def key() -> dict[str, str]:
    """What every form carries."""
    return {"idempotency_key": str(uuid.uuid4())}
