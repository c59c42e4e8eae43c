//! The `cognito-preflight` command.

fn main() {}
