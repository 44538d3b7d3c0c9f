//! Builds what the npm package has of Rust: for each of its two forms a `.wasm` and the glue of wasm-bindgen, into
//! `bindings/wasm/wasm/`. The face and the entry points are made of them by the package's own `npm run build`.

use std::error::Error;
use std::path::Path;
use std::process::{Command, ExitCode};

use wasm_bindgen_cli_support::Bindgen;

/// Name of the form, and the features it is built with.
const FORMS: [(&str, &[&str]); 2] = [("depute", &["--features", "sign"]), ("verify", &[])];

/// Room for the stack, in bytes. Depth limits hold on a quarter of the usual mebibyte, and memory is what a worker has least.
const STACK_BYTES: u32 = 256 * 1024;

fn main() -> ExitCode {
    for (name, features) in FORMS {
        if let Err(fault) = build(name, features) {
            eprintln!("the form `{name}` could not be built: {fault}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn build(name: &str, features: &[&str]) -> Result<(), Box<dyn Error>> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no folder above")?;
    let root = package.ancestors().nth(2).ok_or("no folder above")?;
    let target = root.join("target").join("wasm").join(name);
    // Cargo says which cargo runs this.
    run(Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root)
        .args(["build", "--package", "depute-wasm", "--lib", "--no-default-features", "--profile", "wasm", "--locked"])
        .args(["--target", "wasm32-unknown-unknown", "--target-dir"])
        .arg(&target)
        .args(features)
        .env("CARGO_ENCODED_RUSTFLAGS", rustflags(root).join("\u{1f}")))?;

    let out = package.join("wasm");
    Bindgen::new()
        .input_path(target.join("wasm32-unknown-unknown/wasm/depute_wasm.wasm"))
        .out_name(name)
        .bundler(true)?
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&out)?;

    let wasm = out.join(format!("{name}_bg.wasm"));
    run(Command::new("node")
        .arg(package.join("node_modules/binaryen/bin/wasm-opt"))
        .args(["-Os", "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext"])
        .args(["--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue"])
        .arg(&wasm)
        .arg("-o")
        .arg(&wasm))
}

/// The 32-bit backend of the curve is twice as fast in WebAssembly as the one that is chosen by default. The paths of the
/// building machine stay out of the product, which is the same wherever it is built.
fn rustflags(root: &Path) -> Vec<String> {
    let home = std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")));
    let mut flags = vec![
        "--cfg=curve25519_dalek_bits=\"32\"".to_owned(),
        format!("-Clink-arg=-zstack-size={STACK_BYTES}"),
        format!("--remap-path-prefix={}=depute", root.display()),
    ];
    if let Ok(home) = home {
        flags.push(format!("--remap-path-prefix={home}=cargo"));
    }
    flags
}

fn run(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let status = command.status().map_err(|fault| format!("{command:?}: {fault}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}").into()) }
}
