"""Everybody in one picture after the other: known people are looked at where they were, new ones are searched for."""

from typing import Final

from dorsi.pose.blazepose.detector import find_people
from dorsi.pose.blazepose.look import PRESENT_MIN, Look, look
from dorsi.pose.blazepose.networks import landmark_network, person_detector
from dorsi.pose.blazepose.region import Region
from dorsi.video.picture import Picture

SAME_REGION_MIN: Final = 0.5  #: regions that share more than this hold one person


class BlazePoseFinder:
    """Finds people from picture to picture, for one clip.

    Parameters
    ----------
    model
        Name of the landmark network.
    most_people
        How many people to look for in each picture.
    search_every
        In every so many pictures new people are searched for; so they are whenever one was lost or none is known.
    mirror
        Look at the mirror image as well.
    """

    def __init__(self, model: str, *, most_people: int, search_every: int = 1, mirror: bool = False) -> None:
        self._network, self._detector = landmark_network(model), person_detector()
        self._most_people, self._search_every, self._mirror = most_people, search_every, mirror
        self._regions: list[Region] = []
        self._searched_ago = search_every

    def look(self, picture: Picture) -> list[Look]:
        """Return what is seen of everybody in the next picture, those known from the last one first."""
        regions = self._regions + self._new_regions(picture)
        seen = [look(picture, region, self._network, mirror=self._mirror) for region in regions[: self._most_people]]
        there = [one for one in seen if one.present >= PRESENT_MIN]
        kept: list[Region] = []
        for one in there:
            if all(one.next_region.overlap(other) <= SAME_REGION_MIN for other in kept):
                kept.append(one.next_region)
        if len(kept) < len(self._regions):
            self._searched_ago = self._search_every
        self._regions = kept
        return there

    def _new_regions(self, picture: Picture) -> list[Region]:
        self._searched_ago += 1
        if self._regions and (self._searched_ago < self._search_every or len(self._regions) >= self._most_people):
            return []
        self._searched_ago = 0
        new: list[Region] = []
        for region in find_people(picture, self._detector):
            if all(region.overlap(known) <= SAME_REGION_MIN for known in self._regions + new):
                new.append(region)
        return [self._between_both(picture, region) for region in new] if new and self._mirror else new

    def _between_both(self, picture: Picture, region: Region) -> Region:
        """Return a new person's region between those that the picture and its mirror image show."""
        other = max(
            find_people(picture, self._detector, mirrored=True), key=lambda one: one.overlap(region), default=region
        )
        return region.towards(other, 0.5) if other.overlap(region) > SAME_REGION_MIN else region
