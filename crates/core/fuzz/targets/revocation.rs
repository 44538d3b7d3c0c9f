#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| depute_fuzz::revocation(data));
