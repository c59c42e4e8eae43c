//! `header`, `explain`, `completions` and `man`.

use super::{HEADER, sandbox};

#[test]
fn the_other_commands_print_what_they_promise() {
    let sandbox = sandbox();
    assert_eq!(
        sandbox.ends_with("header --csv-header header.json", 0),
        format!("{HEADER}\n")
    );
    assert_eq!(sandbox.ends_with("header", 0).split(',').count(), 21);
    assert!(sandbox.ends_with("explain", 0).contains("username-missing"));
    assert!(
        sandbox
            .ends_with("explain email-is-invalid", 0)
            .contains("Invalid email address format")
    );
    assert!(
        sandbox
            .ends_with("explain spell-boolean", 0)
            .contains("spell-boolean")
    );
    assert!(
        sandbox
            .ends_with("explain alias-clash", 0)
            .contains("Predicted")
    );
    assert!(
        sandbox
            .ends_with("explain email-invalid", 2)
            .contains("email-is-invalid")
    );
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(
            sandbox
                .ends_with(&format!("completions {shell}"), 0)
                .contains("cognito-preflight")
        );
    }
    assert!(sandbox.ends_with("man", 0).contains(".TH"));
    assert!(sandbox.ends_with("man clean", 0).contains("newlines"));
    sandbox.ends_with("man nothing", 2);
    assert!(
        sandbox
            .ends_with("--version", 0)
            .contains(env!("CARGO_PKG_VERSION"))
    );
    assert!(sandbox.ends_with("--help", 0).contains("clean"));
}
