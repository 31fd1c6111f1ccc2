//! `explain-record`: one record before and after, step by step, without writing anything.

use crate::floors::{self, Left};
use crate::inputs::Input;
use crate::project::{Project, ProjectJob, Target};
use crate::selection;
use std::sync::Arc;
use utsushi_findings::{Lang, Problem, problem};
use utsushi_layout::Rows;
use utsushi_legacy::{Chunk, Cutter, Records};
use utsushi_mapping::{Shown, Workspace};

/// What stands in the text: lines for people. Values are masked as in findings (see [`Project::set_masking`]).
///
/// `number` counts the records of the file from 1. `job` and `file` (a path, or its end) may be left out where there is one.
///
/// # Errors
/// No such job, file or record, or a file that cannot be read.
pub fn explain_record(
    project: &Project,
    job: Option<&str>,
    file: Option<&str>,
    number: u64,
    lang: Lang,
) -> Result<String, Problem> {
    let mut found = Vec::new();
    for candidate in project.jobs.iter().filter(|candidate| job.is_none_or(|job| candidate.name == job)) {
        let named = |input: &&Input| file.is_none_or(|file| input.shown.ends_with(file));
        found.extend(candidate.inputs.iter().filter(named).map(|input| (candidate, input)));
    }
    let (job, input) = match found[..] {
        [one] => one,
        [] => {
            return Err(problem!(
                "そのジョブ・ファイルはプロジェクトにありません",
                "the project has no such job and file"
            )
            .help(
                "utsushi convert の --job と同じ名前を使います",
                "jobs have the names that [[job]] gives them",
            ));
        }
        _ => {
            let files: Vec<String> =
                found.iter().map(|(job, input)| format!("{} {}", job.name, input.shown)).collect();
            let files = files.join(", ");
            return Err(problem!(
                "どのファイルのレコードか決まりません: {files}",
                "which file is meant? {files}"
            )
            .help("--job と --file で選びます", "choose with --job and --file"));
        }
    };
    let mut cutter = Cutter::new(input.read()?, &job.source, input.header.bytes);
    let mut records = Records::default();
    let (mut before, mut lines, mut bytes) = (0, input.header.lines, input.head.len() as u64);
    loop {
        let chunk = match cutter.next_chunk(None) {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break,
            Err(error) => return Err(cutter.into_reader().into_inner().problem(&error)),
        };
        records.parse(&job.source, &input.header, &chunk);
        if number > before && number - before <= records.len() as u64 {
            let at = (number - before - 1) as usize;
            let span = records.spans()[at];
            let offset = bytes + input.original_len(&chunk.data[..span.start as usize]) as u64;
            let line = lines + u64::from(span.line) + 1;
            let name = &input.shown;
            let mut out = match lang {
                Lang::Ja => format!("{name} レコード {number} (行 {line}、オフセット {offset})\n"),
                Lang::En => format!("{name}, record {number} (line {line}, offset {offset})\n"),
            };
            record(project, job, &chunk, &records, at, lang, &mut out);
            return Ok(out);
        }
        before += records.len() as u64;
        lines += u64::from(records.lines);
        bytes += input.original_len(&chunk.data) as u64;
    }
    Err(problem!(
        "レコード {number} はありません ({before} 件です)",
        "there is no record {number}: the file has {before}"
    )
    .at(&input.path))
}

fn record(
    project: &Project,
    job: &ProjectJob,
    chunk: &Chunk,
    records: &Records,
    at: usize,
    lang: Lang,
    out: &mut String,
) {
    if let Some(broken) = records.spans()[at].broken {
        let code = broken.code().0;
        out.push_str(&format!("  {} {}\n", code.id, code.title.get(lang)));
        return;
    }
    let mut text = String::new();
    let treatment = Arc::new(project.treatment.clone());
    let rows = |target: &Target| Rows::new(Arc::clone(&target.layout), Arc::clone(&treatment));
    let mut rows: Vec<Rows> = job.targets.iter().map(rows).collect();
    let mut work = Workspace::default();
    let Left { rules: left, refused } =
        floors::left_behind(job, chunk, records, &mut rows, &mut work, &mut text);
    for refused in refused.iter().filter(|refused| refused.record as usize == at) {
        let (name, law) = (&job.left_behind[refused.rule].name, refused.law);
        out.push_str(&match lang {
            Lang::Ja => format!("  法令により残す ({law})。left_behind {name} には当たる\n"),
            Lang::En => format!("  kept by law (floor: {law}), though left_behind {name} holds\n"),
        });
    }
    if let Some(rule) = left.get(at).copied().flatten() {
        let name = &job.left_behind[rule].name;
        out.push_str(&match lang {
            Lang::Ja => format!("  移行しない (left_behind {name})\n"),
            Lang::En => format!("  left behind ({name})\n"),
        });
    }
    let mut wanted = vec![false; records.len()];
    for target in &job.targets {
        let selection = selection::select(target, chunk, records, &left, &mut wanted, &mut text);
        let rows = selection.rows.iter().filter(|row| row.0 as usize == at);
        for (_, occurrence) in rows {
            out.push_str(&format!("\n{} {}", target.layout.id(), target.layout.name));
            if target.each.is_some() {
                out.push_str(&format!(" [{occurrence}]"));
            }
            if !target.corrections.is_empty() {
                out.push_str(
                    lang.pick(" (corrections の値は示しません)", " (values of corrections are not shown)"),
                );
            }
            out.push('\n');
            for explained in target.mapper.explain(chunk, records, at, *occurrence) {
                let item = &target.layout.items[explained.item];
                let mask = |value: &str| {
                    let mut shown = String::new();
                    project.treatment.masking.show(item, value, None, &mut shown);
                    shown
                };
                out.push_str(&format!("  {}\n", item.name));
                for shown in &explained.shown {
                    let line = match shown {
                        Shown::Field(name, value) => format!("{name}: [{}]", mask(value)),
                        Shown::Step(name, value, by) if by.is_empty() => {
                            format!("→ {name}: [{}]", mask(value))
                        }
                        Shown::Step(name, value, by) => {
                            format!("→ {name} ({}): [{}]", by.join(" "), mask(value))
                        }
                        Shown::Joined(value) => format!("→ concat: [{}]", mask(value)),
                        Shown::Constant(value) => format!("= [{}]", mask(value)),
                        Shown::Failed(step, code) => {
                            format!("→ {} {} {}", step.unwrap_or("×"), code.id, code.title.get(lang))
                        }
                    };
                    out.push_str(&format!("    {line}\n"));
                }
            }
        }
    }
}
