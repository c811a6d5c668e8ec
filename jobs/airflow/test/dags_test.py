"""Runs the DAGs by a real Airflow and a real spark-submit. The script `run` beside this file brings both, and says where."""

import csv
import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import unittest
from pathlib import Path

from airflow.sdk.exceptions import AirflowFailException

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import bellows_dag

WORK = Path(os.environ["BELLOWS_TEST_FOLDER"])
RUNS = WORK / "runs"

SPARK_SUBMIT = "bellows_spark_submit"
BASH = "bellows_bash"
FIRST_RUN = "2026-01-02T03:04:05+00:00"

TASKS = ["prepare", "train", "gate", "predict", "publish"]
ALL_DONE = dict.fromkeys(TASKS, "success")
GATE_CLOSED = ALL_DONE | {"predict": "skipped", "publish": "skipped"}

EPOCHS = 60
HALF = EPOCHS // 2


class Run:
    """One run of `airflow dags test`; its output is in a file of its own."""

    def __init__(self, dag, moment, **params):
        self.dag = dag
        self.run_id = f"manual__{moment}"
        self.log = WORK / f"{dag}-{moment}-{time.monotonic_ns()}.log"
        conf = {"config": str(HERE / "run.conf"), "driver_memory": "1g"} | params
        command = [sys.executable, HERE / "airflow_at.py", moment, "dags", "test", dag, moment, "--conf", json.dumps(conf)]
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)

    def end(self):
        if self.process.wait() != 0:
            raise AssertionError(f"{self.dag}, {self.run_id}: Airflow failed\n" + self.log_tail())
        self.published = published(self.dag)
        return self

    def log_tail(self):
        return "\n".join(self.log.read_text().splitlines()[-200:])

    def states(self):
        return {task: state for task, state, _ in self._tasks()}

    def tries(self, task):
        return {name: tries for name, _, tries in self._tasks()}[task]

    def _tasks(self):
        with sqlite3.connect(WORK / "airflow" / "airflow.db") as database:
            return database.execute(
                "select task_id, state, try_number from task_instance where dag_id = ? and run_id = ?",
                (self.dag, self.run_id),
            ).fetchall()

    @property
    def folder(self):
        return RUNS / self.dag / bellows_dag.path_name(self.run_id)

    @property
    def weights(self):
        return (self.folder / "output/model/network/weights.safetensors").read_bytes()

    @property
    def history(self):
        """The lines of history.csv."""
        with open(self.folder / "output/history.csv", newline="") as file:
            return list(csv.DictReader(file))

    def command_at(self, epoch):
        """The process that Airflow started, as soon as an epoch is in history.csv."""
        while self._epochs() < epoch:
            if self.process.poll() is not None:
                raise AssertionError(f"the run ended before epoch {epoch}\n" + self.log_tail())
            time.sleep(0.01)
        [command] = children(self.process.pid)
        return command

    def _epochs(self):
        try:
            return len(self.history)
        except FileNotFoundError:
            return 0


def published(dag):
    return json.loads((RUNS / dag / "published.json").read_text())


def without_times(history):
    return [{name: value for name, value in line.items() if "second" not in name} for line in history]


def children(parent):
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], check=True, capture_output=True, text=True).stdout
    pairs = [map(int, line.split()) for line in listed.splitlines()]
    return [pid for pid, ppid in pairs if ppid == parent]


def listing(folder):
    """All that a command could change: names, sizes, times and contents, and when files came into or left a folder."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mtime_ns,
            path.stat().st_size,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None,
        )
        for path in folder.rglob("*")
    }


class RulesTest(unittest.TestCase):
    def test_pathName_ofARunId_isTakenByHadoop(self):
        self.assertEqual(bellows_dag.path_name("manual__" + FIRST_RUN), "manual__2026-01-02T03-04-05-00-00-422e8745")

    def test_pathName_ofRunIdsThatLookAlike_differs(self):
        east, west = "manual__2026-01-02T03:04:05+05:00", "manual__2026-01-02T03:04:05-05:00"
        self.assertNotEqual(bellows_dag.path_name(east), bellows_dag.path_name(west))

    def test_figure_thatIsMissing_saysWhatToSet(self):
        with self.assertRaises(AirflowFailException) as failure:
            bellows_dag.figure({"test": {"accuracy": 0.5}}, "test.rmse")
        self.assertEqual(
            str(failure.exception),
            "Cannot decide by test.rmse: expected a number in result.json, was null;"
            " set the parameter metric, such as test.accuracy or best.validation-loss",
        )

    def test_gate_atItsBounds_isOpen(self):
        result = json.dumps({"test": {"rmse": 0.5}})
        verdicts = [
            bellows_dag.is_good_enough(result, {"metric": "test.rmse", "at_least": low, "at_most": high})
            for low, high in [(0.5, None), (0.51, None), (None, 0.5), (None, 0.49), (0.5, 0.5), (None, None)]
        ]
        self.assertEqual(verdicts, [True, False, True, False, True, True])


class DagsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.undisturbed = Run(SPARK_SUBMIT, FIRST_RUN).end()
        cls.files = listing(RUNS / SPARK_SUBMIT)
        cls.once_more = Run(SPARK_SUBMIT, FIRST_RUN).end()
        cls.files_after = listing(RUNS / SPARK_SUBMIT)

    def assert_published(self, run):
        output = f"file://{run.folder}/output"
        self.assertEqual(
            run.published, {"run-id": run.run_id, "output": output, "predictions": f"file://{run.folder}/predictions"}
        )

    def test_run_withAnOpenGate_trainsPredictsAndPublishes(self):
        run = self.undisturbed
        self.assertEqual(run.states(), ALL_DONE)
        self.assertEqual(len(run.history), EPOCHS)
        self.assertTrue((run.folder / "predictions/_SUCCESS").exists())
        self.assert_published(run)

    def test_sameRunIdOnceMore_changesNothing(self):
        self.assertEqual(self.once_more.states(), ALL_DONE)
        self.assertIn("data/train.csv", "\n".join(self.files))
        self.assertEqual(self.files.keys(), self.files_after.keys())
        changed = [name for name in self.files if self.files[name] != self.files_after[name]]
        self.assertEqual(changed, [])

    def test_run_withAClosedGate_isASuccessAndPublishesNothing(self):
        before = published(SPARK_SUBMIT)
        run = Run(SPARK_SUBMIT, "2026-01-03T03:04:05+00:00", at_least=1.5).end()
        self.assertEqual(run.states(), GATE_CLOSED)
        self.assertFalse((run.folder / "predictions").exists())
        self.assertEqual(run.published, before)

    def assert_goes_on(self, run, send, sent):
        """A signal to the command of `train` halfway, and what its next try makes of it."""
        send(run.command_at(HALF), sent)
        self.assertFalse((run.folder / "output/result.json").exists())
        half = run.history[: HALF - 1]
        run.end()
        self.assertEqual(run.states(), ALL_DONE)
        self.assertEqual(run.tries("train"), 2)
        self.assertEqual(run.weights, self.undisturbed.weights)
        self.assertEqual(without_times(run.history), without_times(self.undisturbed.history))
        # What these epochs took stands in the history of the try that trained them: they were not trained again.
        self.assertEqual(run.history[: HALF - 1], half)
        self.assert_published(run)

    def test_driverKilledHalfway_theRetryEndsWithTheUndisturbedBits(self):
        self.assert_goes_on(Run(SPARK_SUBMIT, "2026-01-04T03:04:05+00:00"), os.kill, signal.SIGKILL)

    def test_bash_stoppedHalfway_theRetryEndsWithTheUndisturbedBits(self):
        self.assert_goes_on(Run(BASH, FIRST_RUN), os.killpg, signal.SIGTERM)

    def test_bash_withAClosedGate_isASuccessAndPublishesNothing(self):
        run = Run(BASH, "2026-01-03T03:04:05+00:00", metric="best.validation-loss", at_least=None, at_most=0).end()
        self.assertEqual(run.states(), GATE_CLOSED)
        self.assertFalse((run.folder / "predictions").exists())


if __name__ == "__main__":
    unittest.main(verbosity=2, buffer=True)
