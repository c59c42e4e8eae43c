#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| cognito_preflight_fuzz::broken_structure::run(data));
