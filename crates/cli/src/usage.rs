//! What was typed and cannot be meant: the argument parser's errors in Japanese. In English they are its own.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The error in Japanese, or nothing where it is no error but help or the version that was asked for.
pub(crate) fn in_japanese(error: &Error) -> Option<String> {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return None;
    }
    let mut text = format!("エラー: {}\n", what(error));
    if let Some(meant) = meant(error) {
        text.push_str(&format!("  → 「{meant}」ではありませんか\n"));
    }
    let valid = [(ContextKind::ValidValue, "書ける値"), (ContextKind::ValidSubcommand, "コマンド")];
    for (kind, title) in valid {
        let names = names(error, kind);
        if !names.is_empty() {
            text.push_str(&format!("  {title}: {}\n", names.join("、")));
        }
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        text.push_str(&format!("\n使い方: {}\n", usage.trim_start_matches("Usage:").trim()));
    }
    text.push_str("\nくわしくは --help を付けて実行してください。\n");
    Some(text)
}

/// What is wrong, in one sentence.
fn what(error: &Error) -> String {
    let name = |kind| names(error, kind).join("、");
    let argument = name(ContextKind::InvalidArg);
    let value = name(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("「{}」というコマンドはありません", name(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => "コマンドが要ります".to_owned(),
        ErrorKind::UnknownArgument => format!("「{argument}」という指定はありません"),
        ErrorKind::MissingRequiredArgument => format!("{argument} が要ります"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} には値が要ります"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{argument} に「{value}」とは書けません")
        }
        ErrorKind::ArgumentConflict => match name(ContextKind::PriorArg) {
            other if other.is_empty() || other == argument => {
                format!("{argument} は一度しか指定できません")
            }
            other => format!("{argument} と {other} は一緒に指定できません"),
        },
        ErrorKind::InvalidUtf8 => "文字として読めない指定があります (UTF-8 ではありません)".to_owned(),
        _ => format!("{argument} の指定のしかたが違います"),
    }
}

/// The nearest of what there is.
fn meant(error: &Error) -> Option<String> {
    let kinds = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    kinds.into_iter().find_map(|kind| names(error, kind).into_iter().next())
}

fn names(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(name)) if !name.is_empty() => vec![name.clone()],
        Some(ContextValue::Strings(names)) => names.clone(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn said(arguments: &str) -> String {
        let command = crate::help_ja::translate(crate::args::Cli::command());
        let error = command.try_get_matches_from(arguments.split(' ')).unwrap_err();
        in_japanese(&error).unwrap_or_default()
    }

    #[test]
    fn what_was_typed_wrong_is_told_with_what_was_meant() {
        for (typed, parts) in [
            ("utsushi convrt", ["「convrt」というコマンドはありません", "「convert」ではありませんか"]),
            ("utsushi layout lst", ["「lst」", "「list」ではありませんか"]),
            ("utsushi convert --overwrit", ["「--overwrit」という指定はありません", "「--overwrite」"]),
            ("utsushi inspect --lang ja", ["<FILE> が要ります", "使い方: utsushi inspect"]),
            ("utsushi convert --progress nver", ["「nver」とは書けません", "書ける値: auto、never、json"]),
            ("utsushi convert --threads many", ["--threads", "「many」とは書けません"]),
            ("utsushi convert --out", ["--out", "値が要ります"]),
            ("utsushi convert -q -v", ["--quiet", "一緒に指定できません"]),
            ("utsushi convert --out a --out b", ["--out", "一度しか指定できません"]),
            ("utsushi map --lang ja", ["コマンドが要ります", "コマンド: codes"]),
        ] {
            let said = said(typed);
            assert!(parts.iter().all(|part| said.contains(part)), "{typed}: {said}");
        }
    }

    #[test]
    fn help_that_was_asked_for_is_no_error() {
        assert_eq!(said("utsushi convert --help"), "");
        assert_eq!(said("utsushi"), "");
    }
}
