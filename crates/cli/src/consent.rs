//! Asking for a yes: on a terminal, or given beforehand. A variable does not count, since nobody would have been asked.

use std::io::{self, BufRead, IsTerminal};

use depute::Code;

use crate::failure::Failure;
use crate::out::Out;

/// Goes on only with a yes to `question`, which is about what was shown before.
pub(crate) fn required(out: &mut Out, question: &str, given: bool) -> Result<(), Failure> {
    if given {
        return Ok(());
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Failure::usage("an approval takes a yes, and there is no terminal to ask on")
            .hint("read what is to be approved, as shown above, then add --yes"));
    }
    let unread = |cause: io::Error| Failure::usage(format!("no answer was read: {}", crate::failure::reason(&cause)));
    forget_typed_ahead().map_err(unread)?;
    out.ask(question);
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(unread)?;
    if is_yes(&answer) {
        return Ok(());
    }
    Err(Failure::new(Code::ApprovalMissing, "not approved: nothing was signed")
        .hint("type the command again to approve it after all"))
}

/// What was typed before the question stood there, after a passphrase for instance, is no answer to it.
#[cfg(unix)]
fn forget_typed_ahead() -> io::Result<()> {
    use nix::sys::termios::{FlushArg, tcflush};
    tcflush(io::stdin(), FlushArg::TCIFLUSH).map_err(io::Error::from)
}

/// No way is known here to take back what was typed.
#[cfg(not(unix))]
fn forget_typed_ahead() -> io::Result<()> {
    Ok(())
}

fn is_yes(answer: &str) -> bool {
    ["y", "yes"].iter().any(|yes| answer.trim().eq_ignore_ascii_case(yes))
}

#[cfg(test)]
mod tests {
    use super::is_yes;

    #[test]
    fn only_a_yes_is_one() {
        for yes in ["y\n", "Y", " yes \r\n", "YES"] {
            assert!(is_yes(yes), "{yes}");
        }
        for no in ["", "\n", "n", "no", "yy", "yes please", "ye", "1", "true", "j", "\u{ff59}"] {
            assert!(!is_yes(no), "{no}");
        }
    }
}
