"""An office inside another program (嵌入示例): `python embed_minimal.py office.toml STAFF_NUMBER`."""

import sys

from supervision import SupervisionError, explain, open_office
from supervision.domain.findings import FINDING, OpenFinding
from supervision.office.findings import open_finding
from supervision.office.identity import acting_officer

try:
    with open_office(sys.argv[1]) as office:
        officer = acting_officer(office, sys.argv[2])
        with office.work(officer) as work:
            id = open_finding(work, OpenFinding(title="卷宗目录不完整"))
            work.commit()  # leaving without it writes nothing
        with office.read(officer) as view:
            print(view.get(FINDING, id).title, view.get(FINDING, id).state.value)
        print("journal holds:", office.verify().ok)
except SupervisionError as error:
    sys.exit(explain(error, "zh"))
