//! What no import job can take of a source's hashes, and for which reason.

use cognito_preflight::values::password_hash::source::{
    Conversion, Function, Pbkdf2Alphabet, Recipe, Refusal, convert,
};

fn refusal(text: &str) -> Refusal {
    match convert(text, Pbkdf2Alphabet::Dot) {
        Conversion::Refused(refusal) => refusal,
        other => panic!("{text} became {other:?}"),
    }
}

#[test]
fn spring_s_salt_and_key_have_their_lengths() {
    let text = format!("{{pbkdf2@SpringSecurity_v5_8}}{}", "ab".repeat(47));
    assert!(matches!(refusal(&text), Refusal::Malformed(_)));
}

#[test]
fn what_no_import_job_takes_is_refused_for_its_reason() {
    let bcrypt = "$2b$12$rR.H7eceURji8aRKsNWaDOqaaDy7GJ.E9jJkI/u6yhJs82IDNtpdm";
    let digest = "9cc2ae8a1ba7a93da39b46fc1019c481";
    let b64 = "c2FsdC1vZi0xNi1ieXRlcw";
    let function = |text: String| {
        let refused = refusal(&text);
        assert!(
            matches!(refused, Refusal::OtherFunction(_)),
            "{text}: {refused:?}"
        );
    };
    for text in [
        format!("sha256$salt${digest}{digest}"),
        format!("md5$salt${digest}"),
        format!("pbkdf2:sha1:1000$salt${digest}"),
        format!("pbkdf2:sha512:1000$salt${digest}"),
        format!("$pbkdf2-sha512$1000${b64}${b64}"),
        format!("$pbkdf2$1000${b64}${b64}"),
        format!("$p5k2$1000${b64}${b64}"),
        format!("{{PKCS5S2}}{b64}"),
        format!("{{SSHA}}{b64}"),
        format!("{{ssha512}}{b64}"),
        format!("{{CRYPT}}$6$salt${b64}"),
        "{SASL}ana@example.com".to_owned(),
        "{pbkdf2}b22495aef604132b".to_owned(),
        format!("{{MD5}}{digest}"),
        format!("$argon2i$v=19$m=64,t=2,p=1${b64}${b64}"),
        format!("$argon2d$v=19$m=64,t=2,p=1${b64}${b64}"),
        format!("argon2$argon2i$v=19$m=64,t=2,p=1${b64}${b64}"),
        bcrypt.replace("$2b$", "$2$"),
        "$P$HUKElAqe.uoSrQ8NotV2J/fWTQ/10G.".to_owned(),
        "$S$DvQ0WUvgB9tjpyx5cVHj1VE1RkVc4cSRXAUuyYCOJWWSLWJpc1EV".to_owned(),
        "$6$salt$hash".to_owned(),
        "$7$CU..../....hash".to_owned(),
        "$y$j9T$salt$hash".to_owned(),
        digest.to_owned(),
        format!("{digest}{digest}"),
        "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8".to_owned(),
    ] {
        function(text);
    }
    for text in [
        format!("bcrypt_sha256${bcrypt}"),
        "$wp$2y$10$V6V7QwBFTk6k2CHMqUqRme71YD2IwjtM02a/RcUA4o4M1V.1j.8de".to_owned(),
        "$bcrypt-sha256$v=2,t=2b,r=12$YKfyRff5E.xHLXzYL9KrHe$bHQAAbFQFThJp3ZBkWYOJ0CcuxEgKMi"
            .to_owned(),
        "$bcrypt-sha256$2a,12$LrmaIX5x4TRtAwEfwJZa1.$2ehnw6LvuIUTM0iz4iz9hTxv21B6KFO".to_owned(),
    ] {
        assert!(matches!(refusal(&text), Refusal::PreHashed(_)), "{text}");
    }
    for text in [
        format!("$argon2id$v=19$m=64,t=2,p=1,keyid=AA${b64}${b64}"),
        format!("$argon2id$v=19$m=64,t=2,p=1,data=AA${b64}${b64}"),
        "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=abcd$salt$hash".to_owned(),
        r#"{"key_id":"1","alg":"aes-gcm-hkdf","data":"x","nonce":"y"}"#.to_owned(),
    ] {
        assert!(matches!(refusal(&text), Refusal::Keyed(_)), "{text}");
    }
    for text in [
        format!("{digest}:{digest}"),
        format!("{digest}{digest}.{digest}"),
        format!("pbkdf2:sha256$salt${digest}"),
        format!("scrypt$salt${digest}")
            .replacen("scrypt$", "scrypt:$", 1)
            .replace("scrypt:$", "scrypt:"),
    ] {
        let refused = refusal(&text);
        assert!(
            matches!(refused, Refusal::Ambiguous(_) | Refusal::Malformed(_)),
            "{text}: {refused:?}"
        );
    }
    assert!(matches!(
        refusal("plain$$correct horse"),
        Refusal::ClearText
    ));
    assert!(matches!(refusal("{noop}correct horse"), Refusal::ClearText));
    assert!(matches!(
        refusal("{CLEARTEXT}correct horse"),
        Refusal::ClearText
    ));
    assert!(matches!(refusal("correct horse"), Refusal::NotAHash));
    assert!(matches!(
        refusal("awscognito#pool#client#user"),
        Refusal::NotAHash
    ));
}

#[test]
fn what_is_over_a_limit_or_cannot_be_computed_is_refused() {
    let b64 = "c2FsdC1vZi0xNi1ieXRlcw";
    for (text, over) in [
        (
            "$2b$13$yjI0Adrt0Crt.7bDfBAKdOeAjWm8/hb3Na9wfrpfKrIMQqYVxxkMy".to_owned(),
            "cost",
        ),
        (format!("$scrypt$ln=17,r=8,p=1${b64}${b64}"), "N"),
        (format!("$scrypt$ln=64,r=8,p=1${b64}${b64}"), "N"),
        (format!("scrypt$16384$salt$8$5${b64}"), "p"),
        ("16384$16$1$00$00".to_owned(), "r"),
        ("s2:00112233:44556677".to_owned(), "r"),
        (format!("$argon2id$v=19$m=65536,p=4,t=3${b64}${b64}"), "m"),
        (format!("$argon2id$v=19$m=7168,t=5,p=1${b64}${b64}"), "t"),
        (format!("$pbkdf2-sha256$600001${b64}${b64}"), "iterations"),
        (
            format!("pbkdf2_sha256$99999999999999999999999$salt${b64}"),
            "iterations",
        ),
    ] {
        let refused = refusal(&text);
        assert!(
            matches!(refused, Refusal::OverLimit { parameter, .. } if parameter == over),
            "{text}: {refused:?}"
        );
    }
    for text in [
        format!("$pbkdf2-sha256$0${b64}${b64}"),
        format!("$scrypt$ln=0,r=8,p=1${b64}${b64}"),
        format!("$scrypt$ln=16,r=1,p=1${b64}${b64}"),
        format!("scrypt$16000$salt$8$1${b64}"),
        "16384$0$1$00$00".to_owned(),
        format!("$argon2id$v=19$m=4,t=2,p=1${b64}${b64}"),
        format!("$argon2id$v=19$m=64,t=0,p=1${b64}${b64}"),
        format!("$argon2id$v=19$m=64,t=2,p=1$c2FsdA${b64}"),
        "$2b$03$yjI0Adrt0Crt.7bDfBAKdOeAjWm8/hb3Na9wfrpfKrIMQqYVxxkMy".to_owned(),
        "$2b$10$yjI0Adrt0Crt.7bDfBAKdOeAjWm8".to_owned(),
        "{scrypt}$+0801$AAAA$AAAA".to_owned(),
        "{scrypt}$801$AAAA$AAAA".to_owned(),
    ] {
        let refused = refusal(&text);
        assert!(
            matches!(refused, Refusal::Malformed(_)),
            "{text}: {refused:?}"
        );
    }
    for text in [
        "$2b$10$.X/ECv6MAAHEzL44ieInhfeKJvPODBbdsnF9in/6/1pKoMYI1ZRhW".to_owned(),
        format!("$argon2id$v=18$m=64,t=2,p=1${b64}${b64}"),
    ] {
        assert!(
            matches!(refusal(&text), Refusal::NeverVerifies(_)),
            "{text}"
        );
    }
}

#[test]
fn a_marker_is_no_password_and_a_password_is_no_marker() {
    for marker in [
        "",
        " ",
        "NULL",
        "*",
        "****",
        "x",
        "!",
        "!!",
        "{}",
        "\\N",
        "*LK*",
        "!u3k5sSUNtD0JuAsNDjkHB8TpgymDnKomfsB6eqoa",
        "!$6$salt$hash",
        "!!$6$salt$hash",
    ] {
        assert_eq!(
            convert(marker, Pbkdf2Alphabet::Dot),
            Conversion::NoPassword,
            "{marker}"
        );
    }
    let clear = Recipe::new(Function::ClearText);
    for password in [
        "x",
        "!",
        "NULL",
        "$2b$12$rR.H7eceURji8aRKsNWaDOqaaDy7GJ.E9jJkI/u6yhJs82IDNtpdm",
    ] {
        let converted = clear.convert(password, None, Pbkdf2Alphabet::Dot);
        assert_eq!(
            converted,
            Conversion::Refused(Refusal::ClearText),
            "{password}"
        );
    }
}
