//! `utsushi map codes`.

use crate::args::{Codes, Common};
use crate::convert::{cancel_on_ctrl_c, pool};
use crate::progress::Shown;
use crate::{Exit, say};
use std::fmt::Write;
use std::path::Path;
use utsushi_findings::{Lang, Problem, Problems, problem};
use utsushi_pipeline::{CodeTableCount, FieldValues, Project, VALUES_MAX, code_values, read_codes};
use utsushi_report::{
    CodeLine, StandardCodes, codes_csv, codes_xlsx, grouped, read_codes_csv, read_codes_xlsx,
};
use utsushi_store::{replace_file, write_file};

/// A worksheet of more bytes than this was not written by us.
const WORKSHEET_MAX: u64 = 64 << 20;

pub(crate) fn run(arguments: &Codes, common: &Common, lang: Lang) -> Exit {
    let done = match &arguments.read {
        Some(file) => read(file, arguments, common, lang),
        None => write(arguments, common, lang),
    };
    done.unwrap_or_else(|problems| {
        say::problems(&problems, lang);
        Exit::CouldNotRun
    })
}

/// What a file name says of its form.
fn is_csv(path: &Path) -> Result<bool, Problem> {
    match path.extension().and_then(|extension| extension.to_str()).map(str::to_lowercase).as_deref() {
        Some("csv") => Ok(true),
        Some("xlsx") => Ok(false),
        _ => Err(problem!(
            "ファイル名は .xlsx か .csv で終わります",
            "the file name must end in .xlsx or .csv"
        )
        .at(path)),
    }
}

fn write(arguments: &Codes, common: &Common, lang: Lang) -> Result<Exit, Problems> {
    let memory = arguments.reads.memory()?;
    let csv = is_csv(&arguments.out)?;
    if !arguments.overwrite && arguments.out.exists() {
        // Told before an hour of counting.
        write_file(&arguments.out, b"", false)?;
    }
    let cancelled = cancel_on_ctrl_c();
    let project = Project::load(&arguments.project, &arguments.reads.library(), &arguments.job)?;
    let progress = Shown::new(common.progress, lang, common.quiet);
    let counted =
        pool(common)?.install(|| code_values(&project, arguments.all, memory, &cancelled, &progress));
    drop(progress);
    let (tables, fields) = counted?;
    let (lines, standards) = (lines(&tables, &fields), standards(&tables));
    let bytes = match csv {
        true => codes_csv(&lines, &standards, project.lang),
        false => codes_xlsx(&lines, &standards, project.lang)
            .map_err(|error| problem!("xlsx を作れません ({error})", "cannot make the xlsx ({error})"))?,
    };
    write_file(&arguments.out, &bytes, arguments.overwrite)?;
    if !common.quiet {
        say::out(summary(&tables, fields.len(), &arguments.out, lang));
    }
    let open = |table: &CodeTableCount| {
        table.left_out > 0 || table.values.iter().any(|value| value.standard.is_none())
    };
    Ok(if tables.iter().any(open) { Exit::No } else { Exit::Yes })
}

fn lines(tables: &[CodeTableCount], fields: &[FieldValues]) -> Vec<CodeLine> {
    let of_tables = tables.iter().flat_map(|table| {
        table.values.iter().map(|value| CodeLine {
            job: table.job.clone(),
            mapping: table.mapping.clone(),
            table: table.table.clone(),
            fields: table.fields.join(", "),
            items: table.items.join(", "),
            value: value.value.clone(),
            count: value.count,
            standard: value.standard.clone(),
        })
    });
    let of_fields = fields.iter().flat_map(|field| {
        field.values.iter().map(|(value, count)| CodeLine {
            job: field.job.clone(),
            fields: field.field.clone(),
            value: value.clone(),
            count: *count,
            ..CodeLine::default()
        })
    });
    of_tables.chain(of_fields).collect()
}

fn standards(tables: &[CodeTableCount]) -> Vec<StandardCodes> {
    let known = tables.iter().filter_map(|table| Some((table, table.standard.clone()?)));
    known.map(|(table, codes)| (table.mapping.clone(), table.table.clone(), codes)).collect()
}

fn summary(tables: &[CodeTableCount], fields: usize, out: &Path, lang: Lang) -> String {
    let mut text = String::new();
    for CodeTableCount { mapping, table, values, left_out, .. } in tables {
        let open = values.iter().filter(|value| value.standard.is_none());
        let rows = grouped(open.clone().map(|value| value.count).sum());
        let (all, open) = (values.len(), open.count());
        let _ = match lang {
            Lang::Ja => writeln!(text, "{mapping} [code.{table}]  値 {all} 種、未対応 {open} 種 ({rows} 件)"),
            Lang::En => {
                writeln!(text, "{mapping} [code.{table}]  {all} values, {open} not mapped ({rows} times)")
            }
        };
        if *left_out > 0 {
            let more = grouped(*left_out);
            let _ = match lang {
                Lang::Ja => {
                    writeln!(text, "  {VALUES_MAX} 種まで載せました。載せていない値が {more} 件あります")
                }
                Lang::En => writeln!(text, "  only {VALUES_MAX} values are listed; others came {more} times"),
            };
        }
    }
    if tables.is_empty() {
        text.push_str(lang.pick("対応表を通る項目はありません\n", "no item goes through a code table\n"));
    }
    if fields > 0 {
        let _ = match lang {
            Lang::Ja => writeln!(text, "対応表を通らない項目 {fields} 個も載せました"),
            Lang::En => writeln!(text, "{fields} fields without a code table are listed too"),
        };
    }
    let out = out.display();
    let _ = match lang {
        Lang::Ja => writeln!(text, "{out} を書きました。標準コードの列に記入し、--read {out} で取り込みます"),
        Lang::En => {
            writeln!(text, "wrote {out}; fill the column 'standard', then read it back with --read {out}")
        }
    };
    text
}

fn read(file: &Path, arguments: &Codes, common: &Common, lang: Lang) -> Result<Exit, Problems> {
    let csv = is_csv(file)?;
    let io = |error| Problem::io(file, &error);
    if std::fs::metadata(file).map_err(io)?.len() > WORKSHEET_MAX {
        return Err(problem!("表が大きすぎます (64MiB まで)", "the worksheet is too large (64 MiB at most)")
            .at(file)
            .into());
    }
    let bytes = std::fs::read(file).map_err(io)?;
    let filled = if csv { read_codes_csv(file, &bytes)? } else { read_codes_xlsx(file, &bytes)? };
    let project = Project::load(&arguments.project, &arguments.reads.library(), &arguments.job)?;
    let lines: Vec<_> = filled
        .into_iter()
        .map(|line| (line.line, line.mapping, line.table, line.value, line.standard))
        .collect();
    let (files, count) = read_codes(&project, &lines, &|problem, line| problem.at(file).line(line, None))?;
    let mut text = String::new();
    for (path, mapping) in &files {
        let kept = replace_file(path, mapping.as_bytes())?;
        let (path, kept) = (path.display(), kept.display());
        let _ = match lang {
            Lang::Ja => writeln!(text, "{path} を更新しました (元のファイル: {kept})"),
            Lang::En => writeln!(text, "changed {path} (the old file: {kept})"),
        };
    }
    let _ = match lang {
        Lang::Ja => writeln!(text, "変わった対応: {count} 件"),
        Lang::En => writeln!(text, "{count} entries changed"),
    };
    if !common.quiet {
        say::out(text);
    }
    Ok(Exit::Yes)
}
