"""Who is in a clip, and where every body point is in every frame."""

from dorsi.pose.backend import People, PoseBackend
from dorsi.pose.foot import with_foot
from dorsi.pose.landmark_file import load_landmarks, save_landmarks
from dorsi.pose.subject import Subject, choose_subject
from dorsi.pose.tracking import track

__all__ = [
    "People",
    "PoseBackend",
    "Subject",
    "choose_subject",
    "load_landmarks",
    "save_landmarks",
    "track",
    "with_foot",
]
