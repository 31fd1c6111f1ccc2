use crate::{Both, Disposition, Entry, Group, Severity};

/// A decision about a number that is not there.
pub static DUP010: Entry = Entry {
    id: "DUP010",
    group: Group::Duplicate,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both {
        ja: "決定にある宛名番号がない", en: "A decision about a number that is not there"
    },
    message: Both {
        ja: "名寄せの決定にある宛名番号が、この移行のどの行にもありません ({text})",
        en: "a decision about the same person names a 宛名番号 that no row of this run has ({text})",
    },
    advice: Both {
        ja: "番号の書き誤りか、行が不受理・移行対象外になっていないか確かめてください",
        en: "is the number mistyped, or was its row rejected or left behind?",
    },
    explanation: Both {
        ja: "名寄せの決定ファイルの行は二つの宛名番号を指します。どちらかがこの移行の行になければ、その決定は使いません。",
        en: "A line of the file of decisions names two 宛名番号. Where one of them is in no row of the run, the line is not carried out.",
    },
    source: "",
};
