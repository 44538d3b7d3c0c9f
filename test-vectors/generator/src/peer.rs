//! One implementation behind the line protocol.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

/// One implementation, running.
pub(crate) struct Peer {
    pub(crate) command: String,
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    pub(crate) fn start(command: &str) -> Result<Peer, String> {
        let mut words = command.split(' ');
        let mut child = Command::new(words.next().unwrap_or_default())
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{command}: {error}"))?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(questions), Some(answers)) => {
                Ok(Peer { command: command.to_owned(), child, questions, answers: BufReader::new(answers) })
            }
            _ => Err(format!("{command}: has no streams")),
        }
    }

    /// The answers to these questions, in their order.
    pub(crate) fn ask(&mut self, questions: &[Value]) -> Result<Vec<Value>, String> {
        let fault = |error: io::Error| format!("{}: {error}", self.command);
        // Written beside reading, since both pipes are short.
        let (sent, answers) = std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                for question in questions {
                    writeln!(self.questions, "{question}")?;
                }
                self.questions.flush()
            });
            let mut answers = Vec::new();
            while answers.len() < questions.len() {
                let mut line = String::new();
                match self.answers.read_line(&mut line) {
                    Ok(0) => break,
                    Ok(_) => answers.push(Ok(line)),
                    Err(error) => answers.push(Err(error)),
                }
            }
            (writer.join(), answers)
        });
        sent.map_err(|_| format!("{}: the writer stopped", self.command))?.map_err(fault)?;
        if answers.len() != questions.len() {
            return Err(format!("{}: ended after {} of {} answers", self.command, answers.len(), questions.len()));
        }
        let read = |line: io::Result<String>| {
            let line = line.map_err(fault)?;
            serde_json::from_str(&line).map_err(|error| format!("{}: {error}: {line}", self.command))
        };
        answers.into_iter().map(read).collect()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
