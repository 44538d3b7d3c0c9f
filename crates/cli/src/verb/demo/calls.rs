//! The calls, from a file of MCP `tools/call` messages.

use depute::{Call, Code, UnixTime, Value, json};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use crate::failure::Failure;

/// What the airline's tool server is called here: its tools are `flights.TOOL`.
pub(super) const LABEL: &str = "flights";

const MESSAGES: &str = include_str!("../../../demo/calls.json");

/// One message, as it would arrive, and the call in it.
pub(super) struct Message {
    id: String,
    pub(super) json: String,
    pub(super) call: Call,
}

/// Every message of the file, its days filled in.
pub(super) fn all(tuesday: Date) -> Result<Vec<Message>, Failure> {
    let after = tuesday.tomorrow().map_err(|_| broken("the calendar has ended"))?;
    let text = MESSAGES.replace("NEXT-TUESDAY", &tuesday.to_string()).replace("THE-DAY-AFTER", &after.to_string());
    let Value::List(messages) = json::parse(&text)? else { return Err(broken("calls.json is not a list")) };
    messages.iter().map(Message::read).collect()
}

/// The message of this id.
pub(super) fn of<'m>(messages: &'m [Message], id: &str) -> Result<&'m Message, Failure> {
    messages.iter().find(|message| message.id == id).ok_or_else(|| broken(&format!("calls.json has no `{id}`")))
}

/// The first Tuesday after a time, in UTC.
pub(super) fn next_tuesday(now: UnixTime) -> Result<Date, Failure> {
    let secs = i64::try_from(now.as_secs()).ok().and_then(|secs| jiff::Timestamp::from_second(secs).ok());
    let today = secs.map(|timestamp| timestamp.to_zoned_datetime(TimeZone::UTC).date());
    let tuesday = today.and_then(|today| today.nth_weekday(1, Weekday::Tuesday).ok());
    tuesday.ok_or_else(|| Failure::new(Code::ClockInvalid, "this machine's clock is beyond the calendar"))
}

impl Message {
    fn read(value: &Value) -> Result<Message, Failure> {
        let Value::Map(members) = value else { return Err(broken("calls.json has a message that is not an object")) };
        let Some(Value::Text(id)) = members.get("id") else {
            return Err(broken("calls.json has a message without an id"));
        };
        let json = value.to_json();
        let call = Call::from_mcp_json(&json, LABEL)?;
        Ok(Message { id: id.to_string(), json, call })
    }
}

fn broken(what: &str) -> Failure {
    Failure::new(Code::Internal, what)
}
