"""Two DAGs that train with Bellows: by SparkSubmitOperator, and by BashOperator. README.md beside this file says what to set.

    prepare ──► train ──► gate ──► predict ──► publish

Everything about the network is in the run's configuration. A run's folder is named by its run id, so each task finds what an
earlier try of it has left: nothing is done twice.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from datetime import timedelta
from typing import Any

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, ObjectStoragePath, Param, task
from airflow.sdk.exceptions import AirflowFailException

POOL = "bellows"
TRAIN_TIMEOUT = timedelta(hours=12)
PREDICT_TIMEOUT = timedelta(hours=1)
RETRIES = {
    "retries": 5,
    "retry_delay": timedelta(seconds=10),
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": timedelta(minutes=10),
}

DAG_FOLDER = "{{ var.value.bellows_runs }}/{{ dag.dag_id }}"
RUN_FOLDER = DAG_FOLDER + "/{{ run_id | path_name }}"
DATA = RUN_FOLDER + "/data"
OUTPUT = RUN_FOLDER + "/output"
PREDICTIONS = RUN_FOLDER + "/predictions"

# The arguments of Bellows: equal in every try, which is how a retry knows what to go on with.
TRAIN = ["train", "{{ params.config }}", "--output", OUTPUT, "--set", "variables.data=" + DATA]
PREDICT = ["predict", OUTPUT, "--data", DATA + "/{{ params.rows }}", "--output", PREDICTIONS]

# Airflow takes the last line of stdout and stderr together as the task's result, and stderr may come last: it goes to a file.
BASH = """\
mapfile -t arguments <<< "$ARGUMENTS"
mkdir -p "$(dirname "$LOG")"
"$BELLOWS" --master "$MASTER" --driver-memory "$DRIVER_MEMORY" "${arguments[@]}" 2>> "$LOG"
code=$?
[[ $code == 0 ]] || tail -n 50 "$LOG"
exit $code
"""

PARAMS = {
    "config": Param(type="string", description="The run's configuration; it finds its data at ${variables.data}."),
    "rows": Param("new.csv", type="string", description="The rows to predict, within the data."),
    "metric": Param("test.accuracy", type="string", description="A figure of result.json."),
    "at_least": Param(0.9, type=["number", "null"], description="The gate is closed below."),
    "at_most": Param(None, type=["number", "null"], description="The gate is closed above."),
    "driver_memory": Param("2g", type="string", description="Heap of the driver."),
}


def path_name(run_id: str) -> str:
    """A run id as Hadoop takes it in paths; the digits keep ids apart that differ in other characters only."""
    digits = hashlib.sha256(run_id.encode()).hexdigest()[:8]
    return re.sub(r"[^A-Za-z0-9_.-]", "-", run_id) + "-" + digits


def figure(result: dict[str, Any], name: str) -> float:
    """A number of a result, by its keys with dots between."""
    value: Any = result
    for key in name.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise AirflowFailException(
            f"Cannot decide by {name}: expected a number in result.json, was {json.dumps(value)};"
            " set the parameter metric, such as test.accuracy or best.validation-loss"
        )
    return value


def is_good_enough(result: str, params: dict[str, Any]) -> bool:
    """Whether a result, as JSON, is within the bounds that were given."""
    value = figure(json.loads(result), params["metric"])
    at_least, at_most = params["at_least"], params["at_most"]
    print(f"{params['metric']} is {value}; at least {at_least}, at most {at_most}")
    return (at_least is None or value >= at_least) and (at_most is None or value <= at_most)


@task
def prepare(program: str, folder: str) -> None:
    """Lets a program fill the run's data folder, once: a finished run looks at the times of its files."""
    done = ObjectStoragePath(folder) / "_SUCCESS"
    if done.exists():
        print(f"{folder} is prepared already")
        return
    subprocess.run([program, folder], check=True)
    done.touch()


@task.short_circuit(task_id="gate")
def gate_on_file(output: str, params) -> bool:
    """Lets the run go on if its result.json is good enough."""
    return is_good_enough((ObjectStoragePath(output) / "result.json").read_text(), params)


@task.short_circuit(task_id="gate")
def gate_on_line(line: str, params) -> bool:
    """Lets the run go on if the line that train printed last is good enough."""
    return is_good_enough(line, params)


@task
def publish(pointer: str, output: str, predictions: str, run_id) -> None:
    """Points at the run. Readers see the old pointer or the new one, whole."""
    text = json.dumps({"run-id": run_id, "output": output, "predictions": predictions}, indent=2) + "\n"
    published = ObjectStoragePath(pointer)
    if published.exists() and published.read_text() == text:
        print(f"{pointer} points at {output} already")
        return
    fresh = ObjectStoragePath(f"{pointer}.{path_name(run_id)}")
    fresh.write_text(text)
    fresh.replace(published)


def submitted(task_id: str, arguments: list[str], timeout: timedelta) -> SparkSubmitOperator:
    """Bellows by spark-submit, to the master of the connection spark_default."""
    return SparkSubmitOperator(
        task_id=task_id,
        name="bellows",
        application="{{ var.value.bellows_jar }}",
        java_class="io.bellows.jobs.cli.Main",
        application_args=arguments,
        conf={"spark.driver.memory": "{{ params.driver_memory }}"},
        pool=POOL,
        execution_timeout=timeout,
    )


def in_bash(task_id: str, arguments: list[str], timeout: timedelta) -> BashOperator:
    """Bellows by its launcher; the task's result is the line of JSON, printed after Spark has stopped."""
    return BashOperator(
        task_id=task_id,
        bash_command=BASH,
        # By the environment, so that nothing in them is taken for a command.
        env={
            "BELLOWS": "{{ var.value.bellows_launcher }}",
            "MASTER": "{{ var.value.bellows_master }}",
            "DRIVER_MEMORY": "{{ params.driver_memory }}",
            "ARGUMENTS": "\n".join(arguments),
            "LOG": "{{ var.value.bellows_logs }}/{{ dag.dag_id }}/{{ run_id | path_name }}"
            "/{{ ti.task_id }}-{{ ti.try_number }}.log",
        },
        append_env=True,
        pool=POOL,
        execution_timeout=timeout,
    )


def bellows_dag(dag_id: str, description: str) -> DAG:
    return DAG(
        dag_id=dag_id,
        description=description,
        schedule=None,
        params=PARAMS,
        default_args=RETRIES,
        user_defined_filters={"path_name": path_name},
    )


def prepared():
    return prepare("{{ var.value.bellows_prepare }}", DATA)


def published():
    return publish(DAG_FOLDER + "/published.json", OUTPUT, PREDICTIONS)


with bellows_dag("bellows_spark_submit", "Trains by spark-submit; the gate reads result.json."):
    train = submitted("train", TRAIN, TRAIN_TIMEOUT)
    predict = submitted("predict", PREDICT, PREDICT_TIMEOUT)
    prepared() >> train >> gate_on_file(OUTPUT) >> predict >> published()

with bellows_dag("bellows_bash", "Trains by the launcher; the gate reads the line it printed last."):
    train = in_bash("train", TRAIN, TRAIN_TIMEOUT)
    predict = in_bash("predict", PREDICT, PREDICT_TIMEOUT)
    prepared() >> train >> gate_on_line(train.output) >> predict >> published()
