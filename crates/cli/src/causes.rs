//! Findings as a summary lists them: what went wrong with files first, since so much else follows from it; then errors, then
//! what only follows from rows that are not there, then warnings and remarks.

use std::cmp::Reverse;
use std::fmt::Write;
use utsushi_findings::{Code, Group, Lang, Severity};
use utsushi_report::grouped;

/// Findings of one code.
pub(crate) struct Found {
    pub code: Code,
    /// As bad as the profile says.
    pub severity: Severity,
    pub count: u64,
    /// Where the first of them is: a file, and the record if it is about one.
    pub place: Option<(String, u64)>,
}

/// Codes of the group SET that follow from rows: figures that cannot agree when rows are missing, and flags of persons.
const OF_ROWS: [&str; 5] = ["SET002", "SET003", "SET021", "SET022", "SET028"];

/// Where a code stands in the list.
fn rank(code: Code, severity: Severity) -> u8 {
    let about_rows = OF_ROWS.contains(&code.id());
    let follows = code.0.group == Group::Reference || matches!(code.id(), "SET002" | "SET003");
    match (severity, code.0.group) {
        (Severity::Info, _) => 7,
        (_, Group::Framing) => 0,
        (_, Group::Delivery) if !about_rows => 1,
        (_, Group::Mapping) => 2,
        (Severity::Error, _) if !follows => 3,
        (Severity::Error, _) => 4,
        (Severity::Warning, _) if !follows => 5,
        (Severity::Warning, _) => 6,
    }
}

/// The lines of a summary, `most` codes at most.
pub(crate) fn list(mut found: Vec<Found>, most: usize, lang: Lang) -> String {
    found.sort_by_key(|found| {
        (rank(found.code, found.severity), found.severity, Reverse(found.count), found.code)
    });
    let mut text = String::new();
    for Found { code, severity, count, place } in found.iter().take(most) {
        let _ = writeln!(text, "  {} {:>9}  {}", code.id(), grouped(*count), code.0.title.get(lang));
        if rank(*code, *severity) > 1 {
            continue;
        }
        let place = match place {
            Some((path, 0)) if !path.is_empty() => format!("{path}: "),
            Some((path, record)) if !path.is_empty() => format!("{path} #{record}: "),
            _ => String::new(),
        };
        let _ = writeln!(text, "                    {place}{}", code.0.advice.get(lang));
    }
    if found.len() > most {
        let more = found.len() - most;
        let line = lang
            .pick(
                &format!("ほかに {more} 種 (-v ですべて)"),
                &format!("and {more} more codes (-v lists all)"),
            )
            .to_owned();
        let _ = writeln!(text, "  {line}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_findings::{DAT002, FMT014, MAP010, REF001, REF002, SET002, SET005, SET021};

    #[test]
    fn what_went_wrong_with_a_file_stands_before_what_follows_from_it() {
        let codes = [&REF001, &SET002, &DAT002, &MAP010, &SET005, &REF002, &SET021, &FMT014];
        let found = codes.into_iter().map(|entry| Found {
            code: Code(entry),
            severity: entry.severity,
            count: if entry.id == "FMT014" { 1 } else { 1_253 },
            place: Some(("data/a.csv".to_owned(), if entry.id == "FMT014" { 7 } else { 0 })),
        });
        let text = list(found.collect(), 7, Lang::En);
        let order: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("  ")?.get(..6))
            .filter(|id| !id.starts_with(' '))
            .collect();
        assert_eq!(order, ["FMT014", "SET005", "DAT002", "SET021", "REF001", "SET002", "REF002", "and 1 "]);
        assert!(text.contains("data/a.csv #7: compare size"), "{text}");
    }
}
