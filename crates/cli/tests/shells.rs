//! Completion scripts that their shells accept and that complete, and manual pages that read.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop at the first surprise

mod fixture;

use std::fs;
use std::process::{Command, Stdio};

use fixture::{Fixture, refusal};

fn script(fixture: &Fixture, shell: &str) -> String {
    let output = fixture.run(&["completions", shell], b"");
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn is_there(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

#[test]
fn every_shell_has_a_script_that_it_accepts() {
    let fixture = Fixture::new();
    // What reads a script without running it; a shell that is not on this machine is passed over.
    #[rustfmt::skip]
    let shells: [(&str, &str, &[&str]); 5] = [
        ("bash", "bash", &["-n"]), ("zsh", "zsh", &["-n"]), ("fish", "fish", &["--no-execute"]),
        ("powershell", "pwsh", &["-NoProfile", "-File"]), ("elvish", "elvish", &["-compileonly"]),
    ];
    for (shell, program, flags) in shells {
        let script = script(&fixture, shell);
        for word in ["delegate", "completions", "speaks-for"] {
            assert!(script.contains(word), "{shell} lacks {word}");
        }
        let path = fixture.path().join(format!("depute.{shell}"));
        fs::write(&path, &script).unwrap();
        if is_there(program) {
            let reads = |path| Command::new(program).args(flags).arg(path).output().unwrap();
            let output = reads(&path);
            assert!(output.status.success(), "{shell}: {output:?}");
            // The twin: half a script is refused.
            fs::write(&path, &script[..script.rfind('}').unwrap_or(script.len() / 2)]).unwrap();
            assert!(shell == "fish" || !reads(&path).status.success(), "{shell} accepts anything");
        }
    }
    assert_eq!(refusal(&fixture.run(&["completions", "csh"], b"")), (2, "usage".into()));
}

/// What bash offers for these words, the last of which is being typed.
#[cfg(unix)]
fn offered(fixture: &Fixture, words: &[&str]) -> Vec<String> {
    let path = fixture.path().join("depute.bash");
    if !path.exists() {
        fs::write(&path, script(fixture, "bash")).unwrap();
    }
    // As bash does on TAB: the function that `complete -p` names is called with the words.
    let ask = r#"
        source depute.bash
        name=$(complete -p depute | sed 's/.*-F \([^ ]*\).*/\1/')
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
        $name depute "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let mut command = Command::new("bash");
    command.args(["--norc", "-c", ask, "bash"]).args(words).current_dir(fixture.path());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{words:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn bash_completes_verbs_flags_and_codes() {
    let fixture = Fixture::new();
    #[rustfmt::skip]
    let cases: [(&[&str], &[&str]); 8] = [
        (&["depute", "che"], &["check"]), (&["depute", "de"], &["delegate", "demo"]), (&["depute", "key", "n"], &["new"]),
        (&["depute", "check", "--tr"], &["--trust"]), (&["depute", "show", "--dia"], &["--diag"]),
        (&["depute", "--color", "al"], &["always"]), (&["depute", "help", "arg_ab"], &["arg_above_limit"]),
        (&["depute", "completions", "z"], &["zsh"]),
    ];
    for (words, expected) in cases {
        assert_eq!(offered(&fixture, words), expected, "{words:?}");
    }
    assert!(offered(&fixture, &["depute", "zzz"]).iter().all(String::is_empty));
}

#[test]
fn every_verb_has_a_page() {
    let fixture = Fixture::new();
    let output = fixture.run(&["man", "--out", "pages", "--json"], b"");
    let object: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let pages: Vec<&str> = object["pages"].as_array().unwrap().iter().map(|page| page.as_str().unwrap()).collect();
    let mut written: Vec<String> = fs::read_dir(fixture.path().join("pages"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    written.sort();
    assert_eq!(written, pages);
    for page in ["depute.1", "depute-mint.1", "depute-key-new.1", "depute-trust-remove.1"] {
        assert!(pages.contains(&page), "{page}");
    }
    for page in pages {
        let text = fs::read_to_string(fixture.path().join("pages").join(page)).unwrap();
        assert!(text.is_ascii(), "{page}");
        let verb = page.trim_end_matches(".1").split('-').skip(1);
        let args: Vec<&str> = std::iter::once("man").chain(verb).collect();
        assert_eq!(fixture.run(&args, b"").stdout, text.into_bytes(), "{page}");
    }
}

#[cfg(unix)]
#[test]
fn a_page_reads_without_a_warning() {
    let fixture = Fixture::new();
    fixture.run(&["man", "--out", "pages"], b"");
    if !is_there("groff") {
        return;
    }
    let mut pages = 0;
    for entry in fs::read_dir(fixture.path().join("pages")).unwrap() {
        let path = entry.unwrap().path();
        let output = Command::new("groff").args(["-man", "-ww", "-Tutf8", "-P-cbou"]).arg(&path).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{path:?}: {output:?}");
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(shown.contains("NAME") && shown.contains("depute"), "{path:?}");
        if path.ends_with("depute.1") {
            for section in ["EXIT STATUS", "ENVIRONMENT", "DEPUTE_HOME", "trust.toml"] {
                assert!(shown.contains(section), "{section}");
            }
        }
        pages += 1;
    }
    assert!(pages > 15, "{pages}");
}
