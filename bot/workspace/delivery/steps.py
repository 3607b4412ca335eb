"""A workflow's step as the app hears of it: https://docs.slack.dev/reference/events/function_executed"""

from collections.abc import Callable, Mapping

from bot.workspace.manifest import Function, Parameter
from bot.workspace.state import State
from bot.workspace.values import Execution, Json

_READ: Mapping[str, Callable[[str], object]] = {
    "integer": int,
    "number": float,
    "boolean": lambda text: text.lower() == "true",
}


def filled(function: Function, inputs: Mapping[str, str]) -> Json:
    """What was typed, as the parameters' types have it. Raises ValueError, naming what is missing or not known."""
    known = {parameter.name: parameter for parameter in function.inputs}
    if unknown := inputs.keys() - known.keys():
        raise ValueError(f"no such input: {', '.join(sorted(unknown))}")
    if missing := [
        parameter.name for parameter in function.inputs if parameter.required and not inputs.get(parameter.name)
    ]:
        raise ValueError(f"{', '.join(missing)} must be filled")
    return {name: _READ.get(known[name].type, str)(text) for name, text in inputs.items() if text}


def function_executed(state: State, function: Function, execution: Execution) -> Json:
    return {
        "type": "function_executed",
        "function": {
            "id": f"Fn{function.callback_id}",
            "callback_id": function.callback_id,
            "title": function.title,
            "description": function.description,
            "type": "app",
            "input_parameters": [_json(parameter) for parameter in function.inputs],
            "output_parameters": [_json(parameter) for parameter in function.outputs],
            "app_id": state.app_id,
            "date_created": int(execution.started),
            "date_updated": int(execution.started),
            "date_deleted": 0,
        },
        "inputs": execution.inputs,
        "function_execution_id": execution.id,
        "workflow_execution_id": state.new_id("Wx"),
        "event_ts": state.new_ts(),
        "bot_access_token": execution.token,
    }


def _json(parameter: Parameter) -> Json:
    return {
        "type": parameter.type,
        "name": parameter.name,
        "title": parameter.title,
        "description": parameter.description,
        "is_required": parameter.required,
    }
