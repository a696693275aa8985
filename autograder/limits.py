"""The grader's own limits: how much of a stranger's it reads, waits for, compares and keeps.

What a student's process may use is in `autograder.worker.limits`, which stands alone inside the walls.
"""

# A submitted file
NOTEBOOK_BYTES = 200_000_000  # most of it outputs, which are passed over
ODD_NOTEBOOK_BYTES = 50_000_000  # of one that has to be read with all that is in it
ODD_NOTEBOOK_PARTS = 3_000_000  # values in its JSON, which decide how much memory it takes
CELLS = 20_000
CELL_CHARACTERS = 200_000
ALL_CELLS_CHARACTERS = 2_000_000
ROSTER = 50_000  # entries of submitted/ that are looked at
LISTED = 10  # students that a line of the summary names
STRAYS_NAMED = 5  # of the other files in a student's folder
ENTRIES_LOOKED_AT = 1000  # of a student's folder

# An archive that an instructor downloaded
ARCHIVE_BYTES = 500_000_000  # of all files together
ARCHIVE_FILES = 5_000
CLASS_ARCHIVE_BYTES = 20_000_000_000  # of a whole class's
CLASS_ARCHIVE_FILES = 100_000
ARCHIVE_DEPTH = 8  # folders

# Time, in seconds
FORK_SECONDS = 20  # until a worker says that it is there
CELL_SECONDS = 60
CALL_SECONDS = 10.0  # of one call of a student's function, unless a case says otherwise
NOTEBOOK_SECONDS = 900
IN_VAIN_SECONDS = 140  # of them for what runs into a limit, each time half of what is left
KILL_SECONDS = 10
WORD_SECONDS = 1  # for the supervisor to say why a worker has ended
PATIENT_TIMEOUTS = 2  # of a question; after that a call gets a tenth of its time

# What a student's code gave
GRADER_MEMORY = 3 * 2**30  # bytes by which the grader may grow while it looks at it
MESSAGE_CHARACTERS = 1000  # of the sentence about a case, some of which may be a student's
ERROR_CHARACTERS = 200  # of a student's own error message in that sentence
RECOGNISED_CALLS = 60  # of a case, that are tried again with the known variants
RECOGNISED_ENTRIES = 5_000  # in the arrays of one call: wrong variants may need far more memory than right ones
RECOGNISED_RESULT = 20_000  # entries of what a student's function gave

# What a notebook's cells showed
OUTPUT_CHARACTERS = 20_000  # of one cell
OUTPUT_IMAGES = 12
SKIPPED_LINES = 10  # of one cell, that are named
OUTPUTS = 60
ALL_OUTPUTS_CHARACTERS = 1_000_000
ALL_OUTPUTS_IMAGE_BYTES = 16 * 2**20
IMAGE_BYTES = 4 * 2**20
IMAGE_SIDE = 6000  # pixels
IMAGE_PIXELS = 12_000_000

# What formgrader shows
LAID_OUT_CHARACTERS = 20_000  # of a cell; a longer one is shown as it was written
LAID_OUT_UNTIMED = 2_000  # where no signal can interrupt it
LAID_OUT_SECONDS = 1.0
PAGE_SECONDS = 5.0  # for all cells of a page

# Records
STUDENT_ID_CHARACTERS = 128  # the width of nbgrader's column
GRADEBOOK_SECONDS = 60.0  # to wait for a gradebook that another program keeps locked
LEDGER_SECONDS = 30.0
