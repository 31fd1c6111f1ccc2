//! How long the search for the same person takes: 1,000,000 residents against 150,000 persons of 03.person.
//!
//! `cargo bench --bench persons`. Twenty cities of `utsushi-synth`'s pairs one behind the other, made outside the measured time;
//! the bar is 60 s on two cores, with what `--memory 384MiB` leaves to the search.

use std::time::{Duration, Instant};
use utsushi_cleanse::person::{DEFAULT_THRESHOLD, Person, Search, bits_for};
use utsushi_store::{RunFolder, peak_memory};
use utsushi_synth::{PAIRS_CITY, pairs_city};

const CITIES: u64 = 20;
const RESIDENTS: usize = 50_000;
const BAR: Duration = Duration::from_secs(60);
/// Half of what 384 MiB leave beside the needs of the process: as `convert` gives it.
const MEMORY: usize = ((384 - 136) / 2) << 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if !std::env::args().any(|arg| arg == "--bench") {
        println!("persons: measured by cargo bench --bench persons, not here");
        return Ok(());
    }
    let root = tempfile::tempdir()?;
    let folder = RunFolder::create(&root.path().join("out"), false, "manifest.json")?;
    let mut search = Search::new(folder.scratch(), PAIRS_CITY, MEMORY);
    let (mut rows, mut planted, mut time) = (0, 0, Duration::ZERO);
    for seed in 0..CITIES {
        let mut city = pairs_city(100 + seed, RESIDENTS);
        rows += city.rows.len();
        planted += city.pairs.len();
        city.rows.iter_mut().for_each(|row| row.address_number = format!("{seed}{}", row.address_number));
        let persons: Vec<Person<'_>> = city
            .rows
            .iter()
            .map(|row| Person {
                number: &row.address_number,
                name: &row.name,
                kana: &row.name_kana,
                roman: &row.name_roman,
                alias: &row.alias_name,
                former_surname: &row.former_surname,
                birth: &row.birth_date,
                sex: &row.sex,
                individual: &row.individual_number,
                address: &row.address,
                ..Person::default()
            })
            .collect();
        let begun = Instant::now();
        persons.chunks(20_000).try_for_each(|part| search.add(part))?;
        time += begun.elapsed();
    }
    let folded = time;
    let begun = Instant::now();
    let mut found = search.finish(bits_for(DEFAULT_THRESHOLD), &|| Ok(()))?;
    let mut pairs = 0u64;
    while found.next_pair()?.is_some() {
        pairs += 1;
    }
    time += begun.elapsed();
    println!("{rows} rows, {planted} planted pairs, {pairs} found, {} comparisons", found.compared);
    println!(
        "{:.1} s ({:.1} s folding and sorting), peak {} MB with the cities themselves",
        time.as_secs_f64(),
        folded.as_secs_f64(),
        peak_memory().unwrap_or(0) / 1_000_000
    );
    println!("{}: bar {} s", if time <= BAR { "within" } else { "BEYOND" }, BAR.as_secs());
    Ok(())
}
