//! Which charset, with the evidence.

mod cells;
mod count;
mod euc;
mod mixed;
#[cfg(test)]
mod tests;

pub use cells::SjisCells;
pub use euc::EucCells;

use crate::{Confidence, Sample};
use count::Counts;
use mixed::mixed;
use utsushi_text::Charset;

/// A charset that a file may be in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum CharsetName {
    /// Nothing beyond 7F: the same in cp932, UTF-8 and EUC-JP.
    Ascii,
    /// Windows-31J, and Shift_JIS-2004 where nothing tells them apart (see [`SjisCells`]).
    Cp932,
    /// UTF-8.
    Utf8,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// Shift_JIS as JIS has it. Never a guess: a file that is this reads as cp932, too.
    ShiftJis,
    /// Shift_JIS-2004. Never a guess (see [`SjisCells`]).
    ShiftJisx0213,
    /// EUC-JP, and eucJP-ms where nothing tells them apart (see [`EucCells`]).
    EucJp,
    /// eucJP-ms: characters were seen that EUC-JP does not have.
    EucJpMs,
    /// ISO-2022-JP: seven bits, and escape sequences.
    Iso2022Jp,
    /// Some EBCDIC: a host file.
    Ebcdic,
    /// No text that is known here.
    Unknown,
}

impl CharsetName {
    /// The name by which a project and `iconv` call it.
    pub fn name(self) -> &'static str {
        match self {
            CharsetName::Ascii => "us-ascii",
            CharsetName::Cp932 => "cp932",
            CharsetName::Utf8 => "utf-8",
            CharsetName::Utf16Le => "utf-16le",
            CharsetName::Utf16Be => "utf-16be",
            CharsetName::ShiftJis => "shift_jis",
            CharsetName::ShiftJisx0213 => "shift_jisx0213",
            CharsetName::EucJp => "euc-jp",
            CharsetName::EucJpMs => "eucjp-ms",
            CharsetName::Iso2022Jp => "iso-2022-jp",
            CharsetName::Ebcdic => "ebcdic",
            CharsetName::Unknown => "unknown",
        }
    }
}

/// How well a file reads in one charset.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// The charset.
    pub charset: CharsetName,
    /// Characters beyond ASCII that it has (in UTF-16, all characters).
    pub valid: u64,
    /// Bytes or sequences that are no character in it.
    pub invalid: u64,
    /// Of the valid ones, those that Japanese text is mostly made of.
    pub usual: u64,
}

impl Candidate {
    fn and(mut self, other: Candidate) -> Candidate {
        self.valid += other.valid;
        self.invalid += other.invalid;
        self.usual += other.usual;
        self
    }

    /// The share of sequences that are no character, 0 to 1; 1 where there are no characters at all.
    pub fn invalid_share(&self) -> f64 {
        match self.valid + self.invalid {
            0 => 1.0,
            all => self.invalid as f64 / all as f64,
        }
    }

    fn usual_share(&self) -> f64 {
        self.usual as f64 / self.valid.max(1) as f64
    }
}

/// The charset of a file, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CharsetEvidence {
    /// The likeliest.
    pub guess: CharsetName,
    /// How sure that is.
    pub confidence: Confidence,
    /// Another that fits as well.
    pub rival: Option<CharsetName>,
    /// Whether the file begins with a byte order mark, of UTF-8 or UTF-16.
    pub bom: bool,
    /// Bytes 80–FF.
    pub high_bytes: u64,
    /// NUL bytes.
    pub nul_bytes: u64,
    /// Half-width katakana, read in the likeliest charset.
    pub half_width_kana: u64,
    /// cp932, UTF-8, EUC-JP, eucJP-ms, both of JIS's Shift_JIS, and UTF-16 where it may be that.
    pub candidates: Vec<Candidate>,
    /// Where the guess is cp932: what tells it from Shift_JIS-2004.
    pub cells: SjisCells,
    /// Where the guess is EUC-JP: what tells it from eucJP-ms.
    pub euc_cells: EucCells,
    /// Lines that are in UTF-8 and lines that are in cp932, where there are both.
    pub mixed: Option<(u64, u64)>,
}

/// Above this share of bad sequences a file is not in a charset.
const TOO_MANY_BAD: f64 = 0.2;

/// Half-width katakana that stand where none can, above which share they are something else read wrongly.
const ODD_KANA: f64 = 0.1;

pub(crate) fn evidence(sample: &Sample) -> CharsetEvidence {
    let parts = parts(sample);
    let mut counts = Counts::default();
    for (nth, part) in parts.iter().enumerate() {
        counts.add(part, nth == 0 && sample.complete());
    }
    let (utf16, utf16_share) = utf16(sample);
    let mut found = CharsetEvidence {
        guess: CharsetName::Unknown,
        confidence: Confidence::Low,
        rival: None,
        bom: bom(&sample.first).is_some(),
        high_bytes: counts.high,
        nul_bytes: counts.nul,
        half_width_kana: 0,
        candidates: vec![counts.cp932(), counts.utf8, counts.euc],
        cells: SjisCells::default(),
        euc_cells: EucCells::default(),
        mixed: mixed(&parts, sample),
    };
    if let Some(candidate) = utf16 {
        found.candidates.push(candidate);
    }
    let (guess, confidence) =
        decide(&mut found, &counts, utf16.map(|utf16| (utf16.charset, utf16_share)), sample);
    (found.guess, found.confidence) = (guess, confidence);
    let whole = |nth: usize| nth == 0 && sample.complete();
    for (name, charset) in [
        (CharsetName::ShiftJis, Charset::ShiftJis),
        (CharsetName::ShiftJisx0213, Charset::ShiftJisx0213),
        (CharsetName::EucJpMs, Charset::EucJpMs),
    ] {
        let counted =
            parts.iter().enumerate().map(|(nth, part)| count::by_table(part, whole(nth), name, charset));
        found.candidates.extend(counted.reduce(Candidate::and));
    }
    if guess == CharsetName::EucJp {
        parts.iter().for_each(|part| found.euc_cells.add(part));
        if found.euc_cells.microsoft_only > 0 {
            found.guess = CharsetName::EucJpMs;
        }
    }
    found.half_width_kana = match guess {
        CharsetName::Cp932 => counts.cp932_kana,
        CharsetName::Utf8 => counts.utf8_kana,
        CharsetName::EucJp => counts.euc_kana,
        _ => 0,
    };
    if guess == CharsetName::Cp932 {
        found.cells = counts.cells;
    }
    found
}

fn bom(first: &[u8]) -> Option<CharsetName> {
    match first {
        [0xEF, 0xBB, 0xBF, ..] => Some(CharsetName::Utf8),
        [0xFF, 0xFE, ..] => Some(CharsetName::Utf16Le),
        [0xFE, 0xFF, ..] => Some(CharsetName::Utf16Be),
        _ => None,
    }
}

/// What is counted: parts that begin in the middle begin after a byte that can end no character but itself.
fn parts(sample: &Sample) -> Vec<&[u8]> {
    let resumed = |part| -> &[u8] {
        let part: &Vec<u8> = part;
        let start = part.iter().position(|byte| *byte < 0x40).unwrap_or(0);
        &part[start..]
    };
    vec![&sample.first, resumed(&sample.middle), resumed(&sample.tail)]
}

/// UTF-16, where a mark or the places of NUL bytes speak for it; and how strongly.
fn utf16(sample: &Sample) -> (Option<Candidate>, Confidence) {
    let marked = bom(&sample.first).filter(|charset| *charset != CharsetName::Utf8);
    let mut nul = [0u64; 2];
    for (at, byte) in sample.first.iter().enumerate() {
        nul[at & 1] += u64::from(*byte == 0);
    }
    let pairs = (sample.first.len() / 2) as u64;
    let (charset, confidence) = match (marked, nul) {
        (Some(charset), _) => (charset, Confidence::High),
        (None, [even, odd]) if odd * 10 > pairs && even * 5 < odd => {
            (CharsetName::Utf16Le, Confidence::Medium)
        }
        (None, [even, odd]) if even * 10 > pairs && odd * 5 < even => {
            (CharsetName::Utf16Be, Confidence::Medium)
        }
        _ => return (None, Confidence::Low),
    };
    (Some(count::utf16(&sample.first, charset)), confidence)
}

fn decide(
    found: &mut CharsetEvidence,
    counts: &Counts,
    utf16: Option<(CharsetName, Confidence)>,
    sample: &Sample,
) -> (CharsetName, Confidence) {
    let [cp932, utf8, euc] = [found.candidates[0], found.candidates[1], found.candidates[2]];
    if let Some((charset, confidence)) = utf16
        && found.candidates[3].invalid_share() < TOO_MANY_BAD
        && (confidence == Confidence::High || found.candidates[3].usual_share() > 0.7)
    {
        return (charset, confidence);
    }
    if counts.high == 0 {
        return match () {
            () if counts.escapes > 0 => (CharsetName::Iso2022Jp, Confidence::Medium),
            () if counts.controls * 10 > counts.all => (CharsetName::Unknown, Confidence::Low),
            () => (CharsetName::Ascii, Confidence::High),
        };
    }
    if counts.looks_like_ebcdic() {
        return (CharsetName::Ebcdic, Confidence::Medium);
    }
    let sure = |candidate: Candidate, enough: u64| match candidate.invalid_share() {
        share if share <= 0.01 && candidate.valid >= enough => Confidence::High,
        share if share <= 0.05 => Confidence::Medium,
        _ => Confidence::Low,
    };
    if bom(&sample.first) == Some(CharsetName::Utf8)
        && (utf8.invalid == 0 || utf8.invalid_share() < TOO_MANY_BAD)
    {
        return (CharsetName::Utf8, sure(utf8, 1));
    }
    // Characters of three bytes do not come about by chance (utsushi_legacy::looks_like_utf8 says why); of two they may,
    // from half-width katakana.
    let utf8_fits = utf8.invalid_share() < 0.02 && utf8.valid > 0;
    if utf8_fits && utf8.usual >= 4 && utf8.usual_share() > 0.5 {
        return (CharsetName::Utf8, sure(utf8, 8));
    }
    let odd_kana = counts.odd_kana as f64 / counts.cp932_kana.max(1) as f64;
    let kana_alone = counts.cp932_kana * 2 > cp932.valid;
    if euc.invalid_share() < 0.02 && cp932.invalid_share() >= 0.02 {
        return (CharsetName::EucJp, sure(euc, 20));
    }
    if euc.invalid_share() < 0.02 && kana_alone && odd_kana > ODD_KANA {
        found.rival = Some(CharsetName::Cp932);
        return (CharsetName::EucJp, if euc.valid >= 20 { Confidence::Medium } else { Confidence::Low });
    }
    // Noise is mostly valid cp932, but full of control characters.
    let tolerated = if counts.controls * 50 < counts.all { TOO_MANY_BAD } else { 0.05 };
    if cp932.invalid_share() < tolerated && cp932.usual_share() > 0.5 {
        if euc.invalid_share() < 0.02 && euc.valid > 0 {
            found.rival = Some(CharsetName::EucJp);
        } else if utf8_fits {
            found.rival = Some(CharsetName::Utf8);
        }
        let confidence = if found.rival.is_some() { Confidence::Low } else { sure(cp932, 20) };
        return (CharsetName::Cp932, confidence);
    }
    let best = [utf8, euc, cp932].into_iter().min_by(|a, b| a.invalid_share().total_cmp(&b.invalid_share()));
    match best {
        Some(best) if best.invalid_share() < 0.05 => (best.charset, Confidence::Low),
        _ => (CharsetName::Unknown, Confidence::Low),
    }
}
