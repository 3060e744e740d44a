// The types that several modules share. Each stands where it belongs; here they get a name that all may
// use, so that no module has to import another one for a comment.
type Reference = import("../../evaluations/static/evaluations/f02_rules.js").Reference;
type Saver = import("../../evaluations/static/evaluations/saving.js").Saver;
type Answer = import("../../evaluations/static/evaluations/saving_rules.js").Answer;
type Fields = import("../../evaluations/static/evaluations/saving_rules.js").Fields;
type Entry = import("../../evaluations/static/evaluations/saving_rules.js").Entry;
type Save = import("../../evaluations/static/evaluations/saving_rules.js").Save;
type State = import("../../evaluations/static/evaluations/saving_words.js").State;
