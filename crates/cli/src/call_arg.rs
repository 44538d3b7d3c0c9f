//! The call that a command is about: `--do TEXT`, or `--call JSON`.

use depute::Call;

use crate::cli::CallArgs;
use crate::failure::Failure;
use crate::input;

/// The call, if one is given.
pub(crate) fn read(args: &CallArgs) -> Result<Option<Call>, Failure> {
    if let Some(text) = &args.text {
        return Ok(Some(Call::parse(text).map_err(|fault| Failure::in_text(fault, text).within("--do"))?));
    }
    let Some(argument) = &args.call else { return Ok(None) };
    let text = input::text(argument)?;
    if text.trim().is_empty() {
        return Err(Failure::usage("the input is empty where a call belongs")
            .hint("a call is `{\"action\": …, \"args\": {…}}`, or an MCP `tools/call` message with --name"));
    }
    let call = match &args.name {
        Some(label) => Call::from_mcp_json(&text, label)?,
        None => Call::from_json(&text).map_err(|fault| of_a_message(&text, fault.into()))?,
    };
    Ok(Some(call))
}

/// The call, which the verb cannot do without.
pub(crate) fn required(args: &CallArgs) -> Result<Call, Failure> {
    read(args)?.ok_or_else(|| {
        Failure::usage("no call is given").hint("add --do 'flights.book(to = \"SFO\", price = 390)', or --call @FILE")
    })
}

/// An MCP message says itself what it is; what it lacks is the label.
fn of_a_message(text: &str, failure: Failure) -> Failure {
    if text.contains("\"jsonrpc\"") {
        failure.hint("for an MCP message add --name LABEL; its action is then LABEL.TOOL")
    } else {
        failure
    }
}
