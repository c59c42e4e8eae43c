//! `explain`, `completions`, `man` and `--version`.

use crate::sandbox::Sandbox;

#[test]
fn every_kind_of_page_has_a_name() {
    let sandbox = Sandbox::new();
    for (name, says) in [
        ("username-already-exists", "The user already exists."),
        ("spell-boolean", "spell-boolean"),
        ("alias-clash", "Predicted"),
    ] {
        let page = sandbox.ends_with(&format!("explain {name}"), 0);
        assert!(page.contains(says), "{page}");
    }
}

#[test]
fn each_shell_has_completions() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = sandbox.ends_with(&format!("completions {shell}"), 0);
        assert!(script.contains("newlines-to-space"), "{shell}");
    }
}

#[test]
fn manual_pages_and_the_version_are_printed() {
    let sandbox = Sandbox::new();
    let page = sandbox.ends_with("man", 0);
    assert!(
        page.contains(".TH") && page.contains("Exit status"),
        "{page}"
    );
    assert!(sandbox.ends_with("man clean", 0).contains("newlines"));
    let version = sandbox.ends_with("--version", 0);
    assert!(version.contains(env!("CARGO_PKG_VERSION")), "{version}");
}
