//! A history that nobody made: three rehearsals that get better, and a sample.

use std::collections::BTreeMap;
use utsushi_delivery::forecast::{DiskNeed, Forecast, JobForecast, RestsOn, Span};
use utsushi_delivery::rehearsal::{
    CharactersThere, Check, Disk, FoundGroup, FoundThere, Machine, NotJudged, Occurrences, ReadFile,
    Readiness, Rehearsal, RehearsedFile, RehearsedJob, Sample, Seconds, VerifiedThere,
};
use utsushi_delivery::verification::{Counts, Decision};
use utsushi_delivery::{FindingCounts, Municipality, Tool};

fn group(code: &str, item: &str, count: u64) -> FoundGroup {
    let (severity, file, item) = ("error".to_owned(), "01.resident".to_owned(), item.to_owned());
    FoundGroup { code: code.to_owned(), severity, file, item, count }
}

fn found(groups: Vec<FoundGroup>) -> FoundThere {
    let mut findings = FindingCounts::default();
    for group in groups.iter().filter(|group| group.count > 0) {
        findings.error += group.count;
        *findings.codes.entry(group.code.clone()).or_default() += group.count;
    }
    FoundThere { findings, groups: groups.into_iter().filter(|group| group.count > 0).collect() }
}

fn entry(number: u32, errors: [u64; 2], gaiji: u64, digest: &str) -> Rehearsal {
    let job = |name: &str, bytes: u64, seconds: f64| RehearsedJob {
        name: name.into(),
        bytes,
        full_bytes: bytes,
        records: bytes / 400,
        rejected: errors[1],
        seconds,
        stages: BTreeMap::from([("decode".to_owned(), seconds * 0.4), ("check".to_owned(), seconds * 0.3)]),
        ..RehearsedJob::default()
    };
    let check = |done, of, open| Check { done, of, open };
    Rehearsal {
        utsushi: Tool { version: "0.1.0".into(), manifest: 1 },
        number,
        began: 1_795_415_280 + u64::from(number) * 86_400,
        exit: u8::from(errors != [0, 0]),
        municipality: Municipality { code: "990001".into(), name: "架空市<b>".into() },
        standard: "chukan-2.7".into(),
        machine: Machine {
            os: "linux".into(),
            arch: "x86_64".into(),
            processors: 2,
            threads: 2,
            ..Machine::default()
        },
        seconds: Seconds { convert: 61.0, verify: 22.5, census: 3.0, sample: 0.0 },
        disk: Disk {
            input_bytes: 500_000_000,
            full_bytes: 500_000_000,
            output_bytes: 900_000_000,
            peak_bytes: 1_100_000_000,
        },
        jobs: vec![job("juki", 100_000_000, 12.5), job("zei", 400_000_000, 46.0)],
        files: vec![RehearsedFile {
            file: "01.resident".into(),
            name: "住民情報".into(),
            read: 250_000,
            written: 250_000 - errors[1],
            rejected: errors[1],
            ..RehearsedFile::default()
        }],
        conversion: found(vec![group("DAT002", "生年月日", errors[0]), group("ITM001", "氏名", errors[1])]),
        delivery: VerifiedThere {
            decision: if errors[1] > 0 { Decision::Refuse } else { Decision::Conditional },
            accepted: false,
            reasons: Vec::new(),
            found: found(vec![group("REF001", "世帯番号", errors[0] / 2)]),
        },
        characters: Some(CharactersThere {
            identified: Occurrences { kinds: 40, uses: 900 },
            open: Occurrences { kinds: gaiji, uses: gaiji * 12 },
            ..CharactersThere::default()
        }),
        businesses: vec![
            Readiness {
                number: 1,
                name: "住民基本台帳".into(),
                rows: 249_000,
                tables: check(17, 22, 0),
                mappings: check(310, 402, errors[0] / 10),
                characters: Some(check(40, 40 + gaiji, gaiji)),
                references: check(60, 71, errors[0] / 2),
                totals: Check::default(),
                findings: Counts { error: errors[0], ..Counts::default() },
                decision: Some(Decision::Conditional),
            },
            Readiness {
                number: 8,
                name: "個人住民税".into(),
                tables: check(3, 18, 0),
                ..Readiness::default()
            },
        ],
        read: vec![ReadFile {
            kind: "project".into(),
            path: "mapping/resident.toml".into(),
            bytes: 900,
            sha256: digest.into(),
        }],
        ..Rehearsal::default()
    }
}

/// Three rehearsals, each better than the one before.
pub fn history() -> Vec<Rehearsal> {
    let sample = Rehearsal {
        sample: Some(Sample {
            millionths: 50_000,
            seed: 1,
            not_judged: vec![NotJudged {
                file: "01.resident".into(),
                rule: "relation".into(),
                to: Some("03.person".into()),
            }],
            codes_off: vec!["FMT010".into()],
        }),
        ..entry(1, [9, 1], 60, "a")
    };
    vec![sample, entry(2, [180, 25], 60, "a"), entry(3, [40, 25], 12, "b"), entry(4, [6, 0], 0, "c")]
}

pub fn forecast() -> Forecast {
    let span = |seconds: f64| Span { seconds, low: seconds * 0.9, high: seconds * 1.2 };
    Forecast {
        jobs: vec![
            JobForecast { name: "juki".into(), bytes: 100_000_000, time: span(12.5), measured: 3 },
            JobForecast { name: "zei".into(), bytes: 400_000_000, time: span(46.0), measured: 3 },
        ],
        besides: span(2.5),
        verify: span(22.5),
        total: span(83.5),
        disk: DiskNeed { output_bytes: 900_000_000, peak_bytes: 1_100_000_000 },
        rests_on: RestsOn { rehearsals: vec![2, 3, 4], same_machine: true, ..RestsOn::default() },
    }
}
