//! What `normalize` costs a value: those that need nothing, which take the fast path, against those that do not.
//!
//! `cargo bench -p utsushi-text --bench normalize`

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use utsushi_text::{Controls, Form, Hyphens, Normalize, Runs};

/// As a project sets it for names and addresses.
const POLICIES: Normalize = Normalize {
    controls: Some(Controls::Remove),
    look_alikes: true,
    marks: true,
    kana: Some(Form::Full),
    digits: Some(Form::Full),
    letters: Some(Form::Full),
    symbols: None,
    spaces: Some(Form::Full),
    runs: Some(Runs::One),
    hyphens: Some(Hyphens::Address),
    iteration: false,
};

/// The same for codes and numbers, where digits are of half width.
const HALF: Normalize =
    Normalize { digits: Some(Form::Half), letters: Some(Form::Half), spaces: Some(Form::Half), ..POLICIES };

fn normalize(criterion: &mut Criterion) {
    for (name, policies, value) in [
        ("fast: kanji and a space", POLICIES, "山田　太郎"),
        ("fast: an address", POLICIES, "東京都千代田区霞が関一丁目１２番３号"),
        ("fast: katakana", POLICIES, "ヤマダ　タロウ"),
        ("fast: ASCII", HALF, "0001 1980/04/01"),
        ("slow, unchanged: a hyphen", POLICIES, "霞が関１－２－３"),
        ("slow, unchanged: a foreign sign", POLICIES, "山田（太郎）"),
        ("slow, changed: digits", POLICIES, "霞が関1-2-3"),
        ("slow, changed: kana", POLICIES, "ﾔﾏﾀﾞ ﾀﾛｳ"),
    ] {
        let mut out = String::new();
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| {
                out.clear();
                policies.apply(black_box(value), &mut out)
            });
        });
    }
}

criterion_group!(benches, normalize);
criterion_main!(benches);
