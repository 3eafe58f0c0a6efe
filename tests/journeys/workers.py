"""Link workers and people of one journey alone, made through the write doors: no other story meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

from tests.journeys.conftest import Instance
from tests.journeys.people import Someone, someone

MAKE = """
import datetime, json, sys
from kith.cli.instance import operating
told = json.loads(sys.argv[1])
with operating():
    from kith.accounts import actions as accounts
    from kith.isolation import context
    from kith.isolation.actor import Actor
    from kith.organisations import actions as organisations, queries
    from kith.pathway.caseload import actions as caseload
    from kith.pathway.referrals import actions as referrals
    from kith.people.actions import Who
    by, scheme = Actor.system("a journey"), queries.scheme_of_slug("bow-demo")
    with context.in_scheme(scheme, actor=by.key):
        if told["worker"]:
            user = accounts.create_user(
                by=by, email=told["worker"].split()[1].lower() + "@kith.example", name=told["worker"], password=None
            )
            holder = organisations.add_member(
                by=by, scheme_id=scheme, user=user, roles=["linkworker"], job_role="link_worker",
                partner=queries.partners(scheme).get(is_prime=True),
                from_date=datetime.date.today() - datetime.timedelta(days=400),
            )
        else:
            holder = queries.staff(scheme).get(name=told["of"])
        people = []
        for one in told["people"]:
            who = Who(
                first_name=one["first"], last_name=one["last"], preferred_name="",
                date_of_birth=datetime.date.fromisoformat(one["born"]),
                phone=one["phone"], phone_safe_for=("call", "voicemail"),
                address="4 Fictional Row, London", address_safe_for=("letter",),
            )
            referral = referrals.receive(
                by=by, scheme_id=scheme, who=who, source="01", referrer_name="Dr Helen Achebe",
                practice=queries.practices(scheme).first(), referrer_sees="Alone since May.", no_risk_known=True,
            )
            case = caseload.take_on(by=by, referral=referral, holder=holder)
            caseload.set_next_step(by=by, case=case, text="Ring about the choir", on=datetime.date.today())
            people.append(str(case.person_id))
        print(json.dumps({"member": str(holder.pk), "people": people}))
"""


@dataclass(frozen=True)
class Made:
    """A worker, the id of their place, and the people whom they hold with the addresses of their records."""

    name: str
    member: str
    people: list[Someone]
    records: list[str]


def a_worker(instance: Instance, *, people: int = 1) -> Made:
    """A link worker of the prime contractor whom nobody else's story knows, with so many people due today."""
    name = f"{someone().first} {someone().last}"
    return _made(instance, name, people)


def owens(instance: Instance) -> Made:
    """Somebody new whom Owen supports."""
    return _made(instance, "", 1, of="Owen Pritchard")


def nadias(instance: Instance) -> Made:
    """Somebody new whom Nadia supports."""
    return _made(instance, "", 1, of="Nadia Karim")


def _made(instance: Instance, worker: str, people: int, of: str = "") -> Made:
    whom = [someone() for _ in range(people)]
    told = {
        "worker": worker,
        "of": of,
        "people": [
            {"first": one.first, "last": one.last, "born": one.born.isoformat(), "phone": one.phone}
            for one in whom
        ],
    }
    ran = subprocess.run(
        [sys.executable, "-c", MAKE, json.dumps(told)],
        env=instance.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    made = json.loads(ran.stdout.splitlines()[-1])
    records = [f"/desk/people/{pk}" for pk in made["people"]]
    return Made(worker or of, made["member"], whom, records)
