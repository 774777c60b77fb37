"""Reports: one self-contained page with numbers, curves, video and programme."""

from dorsi.report.clip.next_step import ON_THE_PAGE, Ways
from dorsi.report.folder_page import Filed, Stored
from dorsi.report.pictures import STILLS_FOLDER, draw_pictures, faces_are_covered, is_stills_folder
from dorsi.report.writing import write, write_joint, write_page

__all__ = [
    "ON_THE_PAGE",
    "STILLS_FOLDER",
    "Filed",
    "Stored",
    "Ways",
    "draw_pictures",
    "faces_are_covered",
    "is_stills_folder",
    "write",
    "write_joint",
    "write_page",
]
