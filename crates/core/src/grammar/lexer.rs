//! Reads one line of text from the left: words, strings, numbers, names, and where each stands.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;

use crate::clause::is_plain_action;
use crate::codepoints;
use crate::error::{Code, Malformed};
use crate::json;
use crate::limits;
use crate::number::Number;
use crate::value::Value;

type Read<T> = Result<T, Malformed>;

/// A line that is being read.
#[derive(Clone)]
pub(crate) struct Lexer<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

/// Whether an argument's name can stand without quotes.
pub(crate) fn is_bare_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

impl<'t> Lexer<'t> {
    pub(crate) fn new(text: &'t str, line: usize) -> Lexer<'t> {
        let mut lexer = Lexer { text, at: 0, line };
        lexer.skip_space();
        lexer
    }

    /// A fault of the text at the place that comes next.
    pub(crate) fn fault(&self, detail: impl Into<Cow<'static, str>>) -> Malformed {
        self.fault_of(Code::GrantSyntax, detail)
    }

    pub(crate) fn fault_of(&self, code: Code, detail: impl Into<Cow<'static, str>>) -> Malformed {
        self.locate(Malformed::new(code, detail))
    }

    /// The fault of another reader, at the place that comes next.
    pub(crate) fn locate(&self, fault: Malformed) -> Malformed {
        let column = self.text.get(..self.at).map_or(0, |before| before.chars().count()).saturating_add(1);
        fault.with_column(self.line, column)
    }

    /// "expected …, found …".
    pub(crate) fn expected(&self, what: &str) -> Malformed {
        let rest = self.rest();
        match rest.chars().next() {
            None => self.fault(format!("expected {what}, found the end")),
            Some(c) => {
                let length =
                    rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))).unwrap_or(rest.len());
                let found = rest.get(..length.clamp(c.len_utf8(), 24.max(c.len_utf8()))).unwrap_or(rest);
                self.fault(format!("expected {what}, found {}", json::shown(found)))
            }
        }
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.rest().is_empty()
    }

    /// Whether the rest begins with this.
    pub(crate) fn sees(&self, token: &str) -> bool {
        self.rest().starts_with(token)
    }

    pub(crate) fn sees_digit(&self) -> bool {
        self.rest().starts_with(|c: char| c.is_ascii_digit())
    }

    /// Reads this punctuation, if it comes next.
    pub(crate) fn eat(&mut self, token: &str) -> bool {
        let seen = self.sees(token);
        if seen {
            self.advance(token.len());
        }
        seen
    }

    /// Reads this punctuation, or says that it belongs here.
    pub(crate) fn require(&mut self, token: &str) -> Read<()> {
        if self.eat(token) { Ok(()) } else { Err(self.expected(&format!("`{token}`"))) }
    }

    /// Whether this word comes next, as a whole.
    pub(crate) fn sees_word(&self, word: &str) -> bool {
        self.rest()
            .strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
    }

    /// Reads this word, if it comes next as a whole.
    pub(crate) fn eat_word(&mut self, word: &str) -> bool {
        let seen = self.sees_word(word);
        if seen {
            self.advance(word.len());
        }
        seen
    }

    /// Reads characters as long as they belong to a plain action or a pattern; may be empty.
    pub(crate) fn action_word(&mut self) -> &'t str {
        let rest = self.rest();
        let length =
            rest.find(|c: char| c != '*' && !is_plain_action(c.encode_utf8(&mut [0; 4]))).unwrap_or(rest.len());
        self.advance(length);
        rest.get(..length).unwrap_or_default()
    }

    /// Reads letters and digits as long as they come; may be empty.
    pub(crate) fn word(&mut self) -> &'t str {
        let rest = self.rest();
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        self.advance(length);
        rest.get(..length).unwrap_or_default()
    }

    /// Reads everything up to the next space, comma or bracket; may be empty.
    pub(crate) fn run(&mut self) -> &'t str {
        let rest = self.rest();
        let length = rest
            .find(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '[' | ']' | '{' | '}'))
            .unwrap_or(rest.len());
        self.advance(length);
        rest.get(..length).unwrap_or_default()
    }

    /// Reads an argument's name, bare or quoted.
    pub(crate) fn name(&mut self) -> Read<String> {
        if self.sees("\"") {
            return self.string("an argument's name");
        }
        let start = self.clone();
        let word = self.word();
        if !is_bare_name(word) {
            return Err(start.expected("an argument's name, `..` or `)`"));
        }
        if self.sees(".") && !self.sees("..") || self.sees("-") {
            return Err(start.fault("a name with other characters than letters, digits and `_` stands in quotes"));
        }
        Ok(String::from(word))
    }

    /// Reads any JSON string in quotes.
    pub(crate) fn quoted(&mut self, what: &str) -> Read<String> {
        let start = self.clone();
        if !self.sees("\"") {
            return Err(self.expected(&format!("{what} in quotes")));
        }
        match self.value()? {
            Value::Text(text) => Ok(text.into()),
            _ => Err(start.expected(what)),
        }
    }

    /// Reads a JSON string in quotes that a policy may contain.
    pub(crate) fn string(&mut self, what: &str) -> Read<String> {
        let start = self.clone();
        let text = self.quoted(what)?;
        if text.len() > limits::STRING_BYTES {
            return Err(start.fault_of(Code::LimitExceeded, "a text longer than 1 KiB in a grant"));
        }
        match codepoints::first_refused(&text) {
            None => Ok(text),
            Some(c) => {
                Err(start
                    .fault_of(Code::CharacterRefused, format!("a text with U+{:04X}, which cannot be seen", c as u32)))
            }
        }
    }

    /// Reads a number, exactly.
    pub(crate) fn number(&mut self) -> Read<Number> {
        let start = self.clone();
        let literal = self.literal();
        if !literal.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return Err(start.expected("a number"));
        }
        Number::from_literal(literal).map_err(|fault| start.locate(fault))
    }

    /// Reads an amount with at most six decimals, in millionths.
    pub(crate) fn millionths(&mut self) -> Read<u64> {
        let start = self.clone();
        let literal = self.literal();
        let fault = || start.fault("an amount is digits, and at most six more behind a point");
        let (whole, fraction) = literal.split_once('.').unwrap_or((literal, "0"));
        if whole.is_empty()
            || fraction.is_empty()
            || fraction.len() > 6
            || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
        {
            return Err(fault());
        }
        let whole = whole.parse::<u64>().ok().and_then(|whole| whole.checked_mul(1_000_000));
        let fraction = format!("{fraction:0<6}").parse::<u64>().ok();
        match whole.zip(fraction).and_then(|(whole, fraction)| whole.checked_add(fraction)) {
            Some(amount) if amount < limits::MILLIONTHS => Ok(amount),
            _ => Err(start.fault_of(Code::LimitExceeded, "a sum of 9000000000000 or more")),
        }
    }

    /// Reads a non-negative integer.
    pub(crate) fn count(&mut self) -> Read<u64> {
        let start = self.clone();
        let literal = self.literal();
        if literal.is_empty() || !literal.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(start.expected("a whole number"));
        }
        literal.parse().map_err(|_| start.fault_of(Code::LimitExceeded, "a number beyond 2^64"))
    }

    /// Reads any JSON value.
    pub(crate) fn value(&mut self) -> Read<Value> {
        let start = self.clone();
        let rest = self.rest();
        let mut reader = json::Reader::new(rest)?;
        let value = reader.value().map_err(|fault| match fault.at() {
            Some(crate::error::At::Byte(offset)) => {
                Lexer { at: start.at.saturating_add(offset).min(self.text.len()), ..start.clone() }.locate(fault)
            }
            _ => fault,
        })?;
        self.advance(reader.offset());
        Ok(value)
    }

    fn literal(&mut self) -> &'t str {
        let rest = self.rest();
        let mut length = rest
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '+' | '-' | 'e' | 'E')))
            .unwrap_or(rest.len());
        // `1..` is a number and the two dots that end a list.
        if let Some(dots) = rest.get(..length).and_then(|literal| literal.find("..")) {
            length = dots;
        }
        self.advance(length);
        rest.get(..length).unwrap_or_default()
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn advance(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
        self.skip_space();
    }

    fn skip_space(&mut self) {
        let spaces = self.rest().bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        self.at = self.at.saturating_add(spaces);
    }
}
