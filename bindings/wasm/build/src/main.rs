//! Builds what the npm package has of Rust: for each of its two forms a `.wasm` and the glue of wasm-bindgen, into
//! `bindings/wasm/wasm/`, and what each of them weighs into `target/wasm/sizes.json`. The face and the entry points are
//! made of them by the package's own `npm run build`.

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
    if let Err(fault) = weigh() {
        eprintln!("the forms could not be weighed: {fault}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Prints and keeps, for each form, its bytes as they are and as they travel.
const WEIGH: &str = r#"
    const { readFileSync, writeFileSync } = require("node:fs");
    const { gzipSync, brotliCompressSync } = require("node:zlib");
    const [folder, out, ...names] = process.argv.slice(1);
    const weight = (bytes) => ({ raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length });
    const sizes = Object.fromEntries(names.map((name) => [name, weight(readFileSync(`${folder}/${name}_bg.wasm`))]));
    writeFileSync(out, `${JSON.stringify(sizes, null, 2)}\n`);
    console.log(JSON.stringify(sizes));
"#;

fn weigh() -> Result<(), Box<dyn Error>> {
    let (package, root) = folders()?;
    run(Command::new("node")
        .args(["-e", WEIGH])
        .arg(package.join("wasm"))
        .arg(root.join("target/wasm/sizes.json"))
        .args(FORMS.map(|(name, _)| name)))
}

/// The package's and the workspace's.
fn folders() -> Result<(&'static Path, &'static Path), Box<dyn Error>> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no folder above")?;
    Ok((package, package.ancestors().nth(2).ok_or("no folder above")?))
}

fn build(name: &str, features: &[&str]) -> Result<(), Box<dyn Error>> {
    let (package, root) = folders()?;
    // One for both forms: what they are made of is built once.
    let target = root.join("target/wasm/engine");
    // Cargo says which cargo runs this.
    run(Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root)
        // As a `cdylib` and nothing else: where an `rlib` is made as well, for tests, cargo leaves `lto` out without a word.
        .args(["rustc", "--package", "depute-wasm", "--lib", "--crate-type", "cdylib", "--no-default-features"])
        .args(["--profile", "wasm", "--locked"])
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
        .args(["-Oz", "--converge", "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext"])
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
