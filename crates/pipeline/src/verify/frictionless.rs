//! `verify.json`: the findings in the form of a Frictionless report, for programs that read those. Values are masked.
//!
//! Source: the report descriptor of frictionless-py 5 (`framework.frictionlessdata.io/docs/framework/report.html`).

use super::result::{Decision, FileState, Verification};
use super::sink::Kept;
use serde_json::{Value, json};
use utsushi_findings::Severity;

/// The report. Errors are errors; warnings are told as strings, as that form has it.
pub(super) fn report(verification: &Verification, kept: &[Kept]) -> String {
    let mut tasks: Vec<Value> = Vec::new();
    let of = |path: &str| kept.iter().filter(|kept| kept.path == path).collect::<Vec<_>>();
    let mut told: Vec<&str> = Vec::new();
    for file in &verification.files {
        for part in &file.parts {
            told.push(&part.path);
            let fields = if file.state == FileState::Checked { file.columns } else { 0 };
            tasks.push(task(
                &part.path,
                &file.file,
                &of(&part.path),
                json!({
                    "bytes": part.bytes, "sha256": part.sha256, "fields": fields, "rows": part.rows,
                }),
            ));
        }
    }
    let mut rest: Vec<&str> =
        kept.iter().map(|kept| kept.path.as_str()).filter(|path| !told.contains(path)).collect();
    rest.sort_unstable();
    rest.dedup();
    for path in rest {
        tasks.push(task(path, "", &of(path), json!({})));
    }
    let report = json!({
        "name": "utsushi-verify",
        "valid": verification.verdict.decision == Decision::Accept,
        "stats": {
            "tasks": tasks.len(),
            "errors": verification.findings.error,
            "warnings": verification.findings.warning,
        },
        "warnings": [],
        "errors": [],
        "tasks": tasks,
    });
    serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
}

fn task(path: &str, name: &str, kept: &[&Kept], stats: Value) -> Value {
    let lang = |code: utsushi_findings::Code| (code.0.title.en, code.0.explanation.en);
    let errors: Vec<Value> = kept
        .iter()
        .filter(|kept| kept.code.0.severity == Severity::Error)
        .map(|kept| {
            let (title, description) = lang(kept.code);
            let mut error = json!({
                "type": kept.code.id(),
                "title": title,
                "description": description,
                "message": kept.message,
                "tags": [format!("#{}", &kept.code.id()[..3].to_lowercase())],
                "note": kept.field,
            });
            if kept.record > 0 {
                error["rowNumber"] = json!(kept.record);
            }
            if !kept.field.is_empty() {
                error["fieldName"] = json!(kept.field);
            }
            error
        })
        .collect();
    let warnings: Vec<String> = kept
        .iter()
        .filter(|kept| kept.code.0.severity == Severity::Warning)
        .map(|kept| format!("{} {} {}: {}", kept.code.id(), kept.record, kept.field, kept.message))
        .collect();
    let mut stats = stats;
    stats["errors"] = json!(errors.len());
    stats["warnings"] = json!(warnings.len());
    json!({
        "name": name,
        "type": "table",
        "valid": errors.is_empty(),
        "place": path,
        "labels": [],
        "stats": stats,
        "warnings": warnings,
        "errors": errors,
    })
}
