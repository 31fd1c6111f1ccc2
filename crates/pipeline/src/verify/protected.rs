//! Who is under 支援措置: their values are shown to nobody.

use super::VerifyOptions;
use super::cook::Kitchen;
use super::feed::{Feeder, Source};
use super::pictures::Pictures;
use crate::protection::Protection;
use rayon::prelude::*;
use std::sync::Arc;
use utsushi_check::file::Plan;
use utsushi_delivery::read::Delivery;
use utsushi_findings::Problem;
use utsushi_layout::{Masking, Treatment};
use utsushi_store::RunFolder;

/// Reads, before anything is written, who is under 支援措置.
pub(super) fn find_protected(
    options: &VerifyOptions<'_>,
    delivery: &Delivery,
    sources: &[Source],
    plan: &Plan,
    treatment: &Arc<Treatment>,
    pictures: &Pictures,
    folder: &RunFolder,
) -> Result<Protection, Problem> {
    let unmasked = options.masking == Masking::Off;
    let tells = |source: &usize| Protection::is_told_by(&sources[*source].reading.layout, unmasked);
    let which = (0..sources.len()).filter(tells);
    let mut protection = Protection::drawn();
    let mut feeder = Feeder::new(delivery, sources, folder.scratch(), which);
    loop {
        options.go_on()?;
        let round = feeder.round(options.pieces_per_round());
        if round.is_empty() {
            break;
        }
        let kitchen = Kitchen::new(sources, Arc::clone(treatment), plan, &protection, pictures, None);
        let found = round.par_iter().with_max_len(1).map(|raw| kitchen.protected(raw));
        let found: Vec<Vec<u64>> = found.collect();
        found.into_iter().for_each(|numbers| protection.add(numbers));
    }
    if !feeder.failed.is_empty() {
        // Who stands in what cannot be read nobody knows.
        protection.everybody = true;
    }
    Ok(protection)
}
