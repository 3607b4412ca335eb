"""functions.*: how a step of a workflow ended. Errors: https://docs.slack.dev/reference/methods/functions.completeSuccess"""

from collections.abc import Iterator
from dataclasses import replace

from bot.workspace.api.call import Call, Method, MethodRefusal
from bot.workspace.manifest import Parameter
from bot.workspace.values import Execution, Json

_TYPES: dict[str, type | tuple[type, ...]] = {"integer": int, "number": (int, float), "boolean": bool}
"""In JSON; all others are strings here."""


def complete_success(call: Call) -> Json:
    execution = _running(call)
    outputs = call.json("outputs")
    if not isinstance(outputs, dict):
        raise MethodRefusal("invalid_arguments", ("must be an object [json-pointer:/outputs]",))
    function = call.manifest.function(execution.callback_id)
    if against := tuple(_against(outputs, function.outputs if function else ())):
        raise MethodRefusal("parameter_validation_failed", against)
    call.state.execute(replace(execution, outputs=outputs))
    return {}


def complete_error(call: Call) -> Json:
    call.state.execute(replace(_running(call), error=call.need("error")))
    return {}


def _running(call: Call) -> Execution:
    execution = call.state.executions.get(call.need("function_execution_id"))
    if execution is None:
        raise MethodRefusal("function_execution_not_found")
    if not execution.running:
        raise MethodRefusal("execution_not_in_running_state")
    return execution


def _against(outputs: Json, parameters: tuple[Parameter, ...]) -> Iterator[str]:
    known = {parameter.name: parameter for parameter in parameters}
    for name in outputs.keys() - known.keys():
        yield f"Unexpected parameter: {name}"
    for name, parameter in known.items():
        value = outputs.get(name)
        if value is None:
            if parameter.required:
                yield f"Missing required parameter: {name}"
        elif not isinstance(value, _TYPES.get(parameter.type, str)) or (value is True and parameter.type == "integer"):
            yield f"Parameter {name} must be of type {parameter.type}"


METHODS = {
    "functions.completeSuccess": Method(complete_success),
    "functions.completeError": Method(complete_error),
}
