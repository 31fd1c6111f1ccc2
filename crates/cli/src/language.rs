//! In which language to speak, known before the arguments are parsed: help is printed in it too.

use std::ffi::OsString;
use utsushi_findings::Lang;

/// `--lang`, else the locale, else Japanese. Where it stands twice, before the command and after it, the last counts.
pub(crate) fn of(arguments: &[OsString]) -> Lang {
    let mut arguments = arguments.iter().filter_map(|argument| argument.to_str());
    let mut said = None;
    while let Some(argument) = arguments.next().filter(|argument| *argument != "--") {
        let value = match argument.strip_prefix("--lang") {
            Some("") => arguments.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        said = value.and_then(Lang::from_name).or(said);
    }
    said.unwrap_or_else(|| match sys_locale::get_locale() {
        Some(locale) if locale.to_ascii_lowercase().starts_with("en") => Lang::En,
        _ => Lang::Ja,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn said(arguments: &[&str]) -> Lang {
        of(&arguments.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn the_flag_wins_in_either_form() {
        assert_eq!(said(&["utsushi", "--lang", "en"]), Lang::En);
        assert_eq!(said(&["utsushi", "explain", "--lang=ja"]), Lang::Ja);
    }

    #[test]
    fn of_two_the_last_counts() {
        for (arguments, lang) in [
            (&["utsushi", "--lang", "en", "verify", "--lang", "ja", "out"][..], Lang::Ja),
            (&["utsushi", "--lang=ja", "convert", "--lang=en"], Lang::En),
            // What stands behind -- is a name.
            (&["utsushi", "--lang", "en", "verify", "--", "--lang", "ja"], Lang::En),
        ] {
            assert_eq!(said(arguments), lang, "{arguments:?}");
            let typed = crate::args::Cli::command().try_get_matches_from(arguments);
            assert!(!typed.is_err_and(|error| error.kind() == clap::error::ErrorKind::ArgumentConflict));
        }
    }
}
