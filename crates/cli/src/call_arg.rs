//! The call that a command is about: `--do TEXT`, or `--call JSON`; with `--http` as a request over HTTP.

use depute::{Call, Http};

use crate::cli::CallArgs;
use crate::failure::Failure;
use crate::input;

/// The call, if one is given.
pub(crate) fn read(args: &CallArgs) -> Result<Option<Call>, Failure> {
    if args.call.as_deref() == Some("-") && args.body.as_deref() == Some("-") {
        return Err(Failure::usage("call and body cannot both come from standard input").hint("give one as `@FILE`"));
    }
    let Some(call) = said(args)? else {
        return match args.http {
            Some(_) => Err(not_given()),
            None => Ok(None),
        };
    };
    let Some(request) = &args.http else { return Ok(Some(call)) };
    if call.http().is_some() {
        return Err(Failure::usage("the call says itself which request it is").hint("leave --http out"));
    }
    let Some((method, target)) = request.split_once(' ') else {
        return Err(Failure::usage("a request is a method, one space, and path and query")
            .hint("write --http 'POST /v1/invoices'"));
    };
    let body = args.body.as_deref().map(input::bytes).transpose().map_err(|failure| failure.within("--body"))?;
    let http = Http::new(method, target, &body.unwrap_or_default())
        .map_err(|fault| Failure::from(fault).hint("write --http 'POST /v1/invoices'").within("--http"))?;
    Ok(Some(call.with_http(http)))
}

/// The call without its request, unless its JSON says that too.
fn said(args: &CallArgs) -> Result<Option<Call>, Failure> {
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
    read(args)?.ok_or_else(not_given)
}

fn not_given() -> Failure {
    Failure::usage("no call is given").hint("add --do 'flights.book(to = \"SFO\", price = 390)', or --call @FILE")
}

/// An MCP message says itself what it is; what it lacks is the label.
fn of_a_message(text: &str, failure: Failure) -> Failure {
    if text.contains("\"jsonrpc\"") {
        failure.hint("for an MCP message add --name LABEL; its action is then LABEL.TOOL")
    } else {
        failure
    }
}
