"""The services of one page of results on a drawn map, and in words what the map does not show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kith.directory.models import Place, Service
from kith.geography.drawing import Drawing, Pin, map_of_pins
from kith.geography.postcodes import Point


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence under the map, and the numbers of the list that it speaks of."""

    words: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OnAMap:
    """The map of a page of results; without `drawing`, none of them has a place that could be drawn."""

    drawing: Drawing | None
    title: str
    said: list[Said] = field(default_factory=list)


def on_a_map(
    services: Sequence[Service], first: int, near: Point | None, from_where: str
) -> OnAMap:
    """Draw services that are numbered from `first` on, in the order of the list."""
    numbered = list(enumerate(services, start=first))
    pins = [pin for number, service in numbered for pin in _pins(number, service)]
    home = (near.latitude, near.longitude) if near and pins else None
    drawing = map_of_pins(pins, home)
    return OnAMap(drawing, _title(numbered, from_where), _said(numbered, pins, drawing))


def anchor(number: int) -> str:
    """The part of the page where the service of that number stands."""
    return f"service-{number}"


def _pins(number: int, service: Service) -> list[Pin]:
    return [
        Pin(number, service.name, (place.latitude, place.longitude), f"#{anchor(number)}")
        for place in service.places.all()
        if place.latitude is not None and place.longitude is not None
    ]


def _title(numbered: Sequence[tuple[int, Service]], from_where: str) -> str:
    first, last = numbered[0][0], numbered[-1][0]
    said = f"Services {first} to {last}" if first < last else f"Service {first}"
    return f"{said} on a map" + (f", with {from_where}" if from_where else "")


def _said(
    numbered: Sequence[tuple[int, Service]], pins: Sequence[Pin], drawing: Drawing | None
) -> list[Said]:
    placed = {pin.number for pin in pins}
    online = [n for n, service in numbered if n not in placed and _is_online(service.places.all())]
    nowhere = [n for n, _ in numbered if n not in placed and n not in online]
    shown = {n for spot in drawing.spots for n in spot.numbers} if drawing else set()
    beyond = sorted({pin.number for pin in drawing.outside} - shown) if drawing else []
    elsewhere = sorted({pin.number for pin in drawing.outside} & shown) if drawing else []
    sentences = (
        ("{} further away than this map reaches", beyond),
        ("{} at a further place beyond this map as well", elsewhere),
        ("{} online or by phone", online),
        ("{} without a place that we can draw", nowhere),
    )
    close = [Said("Close together", spot.numbers) for spot in drawing.groups] if drawing else []
    return close + [
        Said(words.format(f"{len(numbers)} {'is' if len(numbers) == 1 else 'are'}"), tuple(numbers))
        for words, numbers in sentences
        if numbers
    ]


def _is_online(places: Iterable[Place]) -> bool:
    return any(place.is_online for place in places)
