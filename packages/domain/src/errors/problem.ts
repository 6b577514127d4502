import { define } from './definition.js';

/** What can be wrong with a problem, told to whoever set it before anything is judged. */
export const PROBLEM_ERRORS = {
  problem_without_tests: define(
    'caller',
    422,
    'the problem {problem} has no tests',
    'A submission cannot be judged against nothing.',
    'Add at least one input and its answer.',
  ),
  problem_name_twice: define(
    'caller',
    422,
    'two {kind} are named "{name}"',
    'Results are told by name, so names are unique in a problem.',
    'Rename one of them.',
  ),
  problem_group_unknown: define(
    'caller',
    422,
    'the group "{group}" requires "{required}", which does not exist{suggestion}',
    'A dependency names a group that the problem does not have.',
    'Name an existing group, or take the dependency away.',
  ),
  problem_groups_cycle: define(
    'caller',
    422,
    'groups require one another in a circle: {cycle}',
    'Each of them would have to be judged before itself.',
    'Take one of these dependencies away.',
  ),
  problem_points_bad: define(
    'caller',
    422,
    'the points of "{name}" are {points}: {problem}',
    'Points are at least 0, and no part of a group earns more than the group.',
    'Correct the points of this test or group.',
  ),
  problem_points_do_not_add_up: define(
    'caller',
    422,
    'what the group "{group}" holds earns {sum} points at most, but the group is said to be worth {points}',
    'A group that adds up is worth the sum of its parts.',
    'Correct the points of the group or those of its parts.',
  ),
  problem_passes_bad: define(
    'caller',
    422,
    'the problem {problem} has {passes} passes: {reason}',
    'A further pass is asked for by the output validator, so it needs one of its own that speaks the Kattis protocol.',
    'Add an output validator, or set the number of passes to 1.',
  ),
  problem_language_not_offered: define(
    'caller',
    422,
    'the problem {problem} takes no submissions in {language}',
    'The problem is for some languages only: its setter says so, or it asks for a function and has a stub for these alone.',
    'Use one of: {available}.',
  ),
  answers_bad: define(
    'caller',
    422,
    'the answers to {problem} cannot be taken: {detail}',
    'The problem asks for answers and not for a program: a file for each test, called as the test is, as in 01.out.',
    'Call each file as its test is called, and add the folder of the test where two have one name.',
  ),
  problem_not_published: define(
    'caller',
    409,
    'the problem {problem} is not published',
    'Submissions are judged by a version that its setter has published; drafts and archived problems take none.',
    'Publish a version: POST /api/problems/{problem}/publish.',
  ),
} as const;
