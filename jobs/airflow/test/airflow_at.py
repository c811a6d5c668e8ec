"""The airflow command at a moment of one's own: airflow_at.py MOMENT dags test DAG …

`airflow dags test` makes each run's id of the present moment. Here runs must have the same id twice.
"""

import functools
import sys
from datetime import datetime

from airflow.__main__ import main
from airflow.sdk import DAG

moment = datetime.fromisoformat(sys.argv.pop(1))
DAG.test = functools.partialmethod(DAG.test, run_after=moment)
main()
