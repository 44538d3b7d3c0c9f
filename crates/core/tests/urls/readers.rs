//! What readers of URLs find in a text.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use url::Url;

/// A URL taken apart, and as the reader writes it. What is not there is empty.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Parts {
    pub(crate) scheme: String,
    pub(crate) host: String,
    pub(crate) port: String,
    pub(crate) path: String,
    pub(crate) query: String,
    /// User, password and fragment, which no clean URL has.
    pub(crate) rest: String,
    pub(crate) text: String,
}

/// The one reading of a clean URL, by the first `://`, `/`, `:` and `?`.
pub(crate) fn plainly(url: &str) -> Parts {
    let (before, query) = url.split_once('?').unwrap_or((url, ""));
    let (scheme, rest) = before.split_once("://").unwrap();
    let (authority, path) = rest.split_once('/').unwrap();
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let [scheme, host, port, query, text] = [scheme, host, port, query, url].map(str::to_owned);
    Parts { scheme, host, port, path: format!("/{path}"), query, rest: String::new(), text }
}

pub(crate) fn rust(urls: &[String]) -> Vec<Option<Parts>> {
    let read = |url: &String| {
        let url = Url::parse(url).ok()?;
        Some(Parts {
            scheme: url.scheme().to_owned(),
            host: url.host_str().unwrap_or_default().to_owned(),
            port: url.port().map(|port| port.to_string()).unwrap_or_default(),
            path: url.path().to_owned(),
            query: url.query().unwrap_or_default().to_owned(),
            rest: [url.username(), url.password().unwrap_or_default(), url.fragment().unwrap_or_default()].concat(),
            text: url.as_str().to_owned(),
        })
    };
    urls.iter().map(read).collect()
}

pub(crate) fn node(urls: &[String]) -> Vec<Option<Parts>> {
    asked("node", "read.mjs", "nodejs", urls)
}

pub(crate) fn python(urls: &[String]) -> Vec<Option<Parts>> {
    asked("python3", "read.py", "python3", urls)
}

/// Runs a script that answers each line, a URL as JSON, by a line: its seven parts as JSON, or null.
fn asked(program: &str, script: &str, package: &str, urls: &[String]) -> Vec<Option<Parts>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/urls").join(script);
    let spawned = Command::new(program).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = spawned.unwrap_or_else(|cause| {
        panic!("`{program}` does not run ({cause}); install it with `apt-get install {package}`")
    });
    let lines: String = urls.iter().map(|url| serde_json::to_string(url).unwrap() + "\n").collect();
    let mut input = child.stdin.take().unwrap();
    let writing = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    assert!(output.status.success(), "{program} failed");
    let text = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Option<Parts>> = text.lines().map(|line| parts(&serde_json::from_str(line).unwrap())).collect();
    assert_eq!(answers.len(), urls.len(), "{program} did not answer every line");
    answers
}

fn parts(answer: &serde_json::Value) -> Option<Parts> {
    let members = answer.as_array()?;
    let [scheme, host, port, path, query, rest, text] =
        [0, 1, 2, 3, 4, 5, 6].map(|place| members[place].as_str().unwrap().to_owned());
    Some(Parts { scheme, host, port, path, query, rest, text })
}
