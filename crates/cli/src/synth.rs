//! `utsushi synth`.

use crate::args::{Common, Synth, SynthBusiness, SynthJuki};
use crate::convert::{cancel_on_ctrl_c, pool};
use crate::progress::Shown;
use crate::{Exit, say};
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use utsushi_findings::{Lang, Problem, Problems, did_you_mean, problem};
use utsushi_layout::{Library, Standard};
use utsushi_report::grouped;
use utsushi_synth::{
    CityOptions, Content, Dirt, ExportFormat, Format, JukiOptions, write_businesses, write_juki,
};

pub(crate) fn run(arguments: &Synth, common: &Common, lang: Lang) -> Exit {
    let done = match &arguments.system {
        Some(SynthBusiness::Juki(system)) => juki(system, common, lang).map_err(Problems::from),
        None => businesses(arguments, common, lang),
    };
    match done {
        Ok(()) => Exit::Yes,
        Err(problems) => {
            say::problems(&problems, lang);
            Exit::CouldNotRun
        }
    }
}

fn juki(juki: &SynthJuki, common: &Common, lang: Lang) -> Result<(), Problem> {
    let dirt = juki.dirt.and_then(Dirt::of);
    let options = JukiOptions {
        records: juki.records,
        seed: juki.seed,
        format: Format::from_name(&juki.format).unwrap_or(Format::Csv),
        content: if juki.only.is_some() { Content::Residents } else { Content::Everything },
        dirt,
        duplicates: juki.duplicates.and_then(Dirt::of),
        errors: false,
    };
    let cancelled = cancel_on_ctrl_c();
    let progress = Shown::new(common.progress, lang, common.quiet);
    let made = pool(common)?.install(|| {
        let step = |done| progress.step("juki", done, options.records);
        write_juki(&juki.out, &options, false, &step, &|| cancelled.load(Ordering::Relaxed))
    })?;
    drop(progress);
    if !common.quiet {
        let (records, bytes) = (grouped(made.records), grouped(made.bytes));
        let out = juki.out.display();
        say::out(lang.pick(
            &format!(
                "{records} 人の架空の住民を {out} に書きました ({bytes} バイト)。次は: utsushi convert {out} --out {out}-out\n"
            ),
            &format!("wrote {records} residents who do not exist to {out} ({bytes} bytes); next: utsushi convert {out} --out {out}-out\n"),
        ));
    }
    Ok(())
}

/// A small city of any business, from the layouts themselves.
fn businesses(arguments: &Synth, common: &Common, lang: Lang) -> Result<(), Problems> {
    let Some(out) = &arguments.out else {
        return Err(problem!("--out が要ります", "--out is needed").into());
    };
    let library = match &arguments.layouts {
        Some(folder) => Library::Folder(folder.clone()),
        None => Library::Embedded,
    };
    let standard = library.load(&arguments.standard)?;
    let options = CityOptions {
        businesses: numbers(&standard, &arguments.business)?,
        residents: arguments.residents as usize,
        seed: arguments.seed,
    };
    let format = ExportFormat::from_name(&arguments.format).unwrap_or(ExportFormat::Csv);
    let made = write_businesses(out, &standard, &options, format)?;
    if !common.quiet {
        let (files, records, standard_files) = (made.files, grouped(made.records), made.expected.len());
        let out = out.display();
        say::out(lang.pick(
            &format!(
                "架空の自治体の出力 {files} ファイル、{records} レコードを {out} に書きました (標準レイアウトの {standard_files} ファイル分)。次は: utsushi convert {out} --out {out}-out\n"
            ),
            &format!(
                "wrote {files} files with {records} records of a city that does not exist to {out} ({standard_files} standard files); next: utsushi convert {out} --out {out}-out\n"
            ),
        ));
    }
    Ok(())
}

fn numbers(standard: &Standard, names: &[String]) -> Result<BTreeSet<u32>, Problem> {
    let mut numbers = BTreeSet::new();
    for name in names {
        if name == "all" {
            numbers.extend(standard.businesses.iter().map(|business| business.number));
            continue;
        }
        let called =
            |slug: &str, full: &str, number: u32| slug == name || full == name || name.parse() == Ok(number);
        let found = standard
            .businesses
            .iter()
            .find(|business| called(&business.slug, &business.name, business.number));
        match found {
            Some(business) => numbers.insert(business.number),
            None => {
                let known = standard.businesses.iter().map(|business| business.slug.as_str());
                return Err(problem!("業務「{name}」はありません", "there is no business \"{name}\"")
                    .suggest(did_you_mean(name, known)));
            }
        };
    }
    Ok(numbers)
}
