"""When each act of a life happens: working days and London hours, drawn from the life's own random numbers."""

from __future__ import annotations

import datetime
import random

from kith.demo.year import days, shape
from kith.demo.year.roster import Life
from kith.vocabulary import working_days

Moments = list[tuple[str, datetime.datetime]]
WITH_PLAN = (shape.ALONE, shape.PLANNED, shape.INTRODUCED, shape.ATTENDED, shape.CHANGED)
WITH_INTRODUCTION = (shape.INTRODUCED, shape.ATTENDED, shape.CHANGED)
LAST_SECOND_REFERRAL = datetime.date(2020, 5, 20)
JULY = days.LAST + days.DAY


def moments(life: Life, pick: random.Random, worker_leaves: datetime.date) -> Moments:
    """The acts of a life by name, in the order in which they happen."""
    course = _Course(life, pick)
    course.calls()
    if life.came != shape.CALLED:
        course.referral()
    if worker_leaves <= days.ALL_ENDED_BY:
        course.add("handed_over", days.worked_until(worker_leaves), 16, 45)
    return sorted(course.acts, key=lambda act: act[1])


class _Course:
    """The course of one life: `day` is the day it has come to."""

    def __init__(self, life: Life, pick: random.Random) -> None:
        self.life, self.pick, self.day = life, pick, life.starts_on
        self.acts: Moments = []

    def add(self, name: str, day: datetime.date, hour: int, minute: int | None = None) -> None:
        past = self.pick.randrange(45) if minute is None else minute
        self.acts.append((name, days.at(day, hour, past)))

    def then(self, name: str, least: int, most: int) -> datetime.date:
        """The next act, so many working days on, at an hour of the day."""
        self.day = min(
            working_days.add(self.day, self.pick.randint(least, most)),
            days.worked_until(days.ALL_ENDED_BY),
        )
        self.add(name, self.day, self.pick.randint(9, 15))
        return self.day

    def calls(self) -> None:
        if not self.life.calls:
            return
        *in_vain, last = self.life.calls
        self.add("listed", self.life.calls[0], 9, 0)
        for day in in_vain:
            self.add("called_in_vain", day, self.pick.randint(9, 10))
        answered = "called" if self.life.answers else "called_in_vain"
        self.add(answered, last, 11, self.pick.randrange(20))
        if self.life.calls_after:
            worked = working_days.on_or_after(shape.AFTER_FROM)
            self.add("called_after", working_days.add(worked, self.pick.randint(0, 15)), 11)

    def referral(self) -> None:
        came = self.life.came
        self.add("referred", self.day, 11 if self.life.through_outreach else 9, 45)
        if came in (shape.NOT_TAKEN_ON, shape.WITHDRAWN):
            self.then(came, 1, 4)
            return
        self.day = working_days.add(
            self.day, 0 if self.life.through_outreach else self.pick.randint(0, 4)
        )
        self.add("taken_on", self.day, 12)
        if came == shape.NOT_REACHED:
            self._never_reached()
            return
        self._first_talk()
        if came == shape.DECLINED:
            return
        self._support()
        self._afterwards()

    def _never_reached(self) -> None:
        for least, most in ((1, 6), (3, 6), (4, 8)):
            self.then("tried", least, most)
        if self.life.number % 9:
            self.then("letter", 1, 3)
        self.then("gave_up", 12, 18)

    def _first_talk(self) -> None:
        taken = self.day
        wait = self.pick.choices((2, 4, 6, 8, 11, 15, 20), (12, 20, 22, 18, 14, 9, 5))[0]
        talk = working_days.add(taken, wait)
        if self.life.came == shape.LATE:
            talk = max(talk, working_days.add(JULY, self.pick.randint(0, 6)))
        else:
            talk = min(talk, days.LAST)
        for part in range(self.pick.choices((0, 1, 2), (62, 27, 11))[0]):
            tried = working_days.add(taken, 1 + part)
            if tried < talk:
                self.add("tried", tried, (10, 15)[part])
        self.day = talk
        self.add("said_no" if self.life.came == shape.DECLINED else "talked", talk, 13)

    def _support(self) -> None:
        came, pick = self.life.came, self.pick
        if came in (shape.TALKED, shape.LATE):
            if pick.random() < 0.5:
                self.then("talked_again", 5, 15)
        else:
            if pick.random() < 0.3:
                self.then("talked_again", 4, 10)
            self.then("planned", 4, 12)
        if came == shape.ALONE or (came in WITH_INTRODUCTION and pick.random() < 0.45):
            self.then("supported", 2, 9)
        if came in WITH_INTRODUCTION:
            self.then("introduced", 2, 9)
            self._what_came_of_it()
        elif came == shape.PLANNED and pick.random() < 0.8:
            self.then("talked_again", 6, 16)
        if came in WITH_PLAN and pick.random() < 0.5:
            self.then("talked_again", 8, 20)
        if came == shape.CHANGED:
            self.then("better", 10, 30)
        elif came == shape.ATTENDED and pick.random() < 0.25:
            self.then("no_better", 10, 30)
        self.then("finished", 6, 24)

    def _what_came_of_it(self) -> None:
        if self.life.came in (shape.ATTENDED, shape.CHANGED):
            self.then("accepted", 1, 5)
            self.then("came", 4, 14)
        elif self.pick.random() < 0.75:
            self.then("came_to_nothing", 3, 12)

    def _afterwards(self) -> None:
        if self.life.again:
            self.day = min(
                working_days.add(self.day, self.pick.randint(40, 70)), LAST_SECOND_REFERRAL
            )
            self.add("referred", self.day, 9, 45)
            self.then("taken_on", 1, 3)
            self.then("talked", 2, 8)
            self.then("finished", 15, 30)
        if self.life.reopens:
            self.then("reopened", 15, 50)
            self.then("talked_again", 1, 4)
            self.then("finished", 12, 25)
