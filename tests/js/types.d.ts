// The types that several modules share. Each stands where it belongs; here they get a name that all may
// use, so that no module has to import another one for a comment.
type Reference = import("../../evaluations/static/evaluations/f02/rules.js").Reference;
type Saver = import("../../evaluations/static/evaluations/core/saving.js").Saver;
type Answer = import("../../evaluations/static/evaluations/core/saving_rules.js").Answer;
type Fields = import("../../evaluations/static/evaluations/core/saving_rules.js").Fields;
type Entry = import("../../evaluations/static/evaluations/core/saving_rules.js").Entry;
type Save = import("../../evaluations/static/evaluations/core/saving_rules.js").Save;
type State = import("../../evaluations/static/evaluations/core/saving_words.js").State;
