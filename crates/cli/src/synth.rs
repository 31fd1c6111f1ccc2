//! `utsushi synth`.

use crate::args::{Common, Synth, SynthBusiness};
use crate::convert::{cancel_on_ctrl_c, pool};
use crate::progress::Shown;
use crate::{Exit, say};
use std::sync::atomic::Ordering;
use utsushi_findings::{Lang, Problem};
use utsushi_synth::{Content, Dirt, Format, JukiOptions, write_juki};

pub(crate) fn run(arguments: &Synth, common: &Common, lang: Lang) -> Exit {
    match work(arguments, common, lang) {
        Ok(()) => Exit::Yes,
        Err(problem) => {
            say::problem(problem, lang);
            Exit::CouldNotRun
        }
    }
}

fn work(arguments: &Synth, common: &Common, lang: Lang) -> Result<(), Problem> {
    let SynthBusiness::Juki(juki) = &arguments.business;
    let dirt = juki.dirt.and_then(Dirt::of);
    let options = JukiOptions {
        records: juki.records,
        seed: juki.seed,
        format: Format::from_name(&juki.format).unwrap_or(Format::Csv),
        content: if juki.only.is_some() { Content::Residents } else { Content::Everything },
        dirt,
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
