let () =
  let count = Scanf.scanf " %d" (fun n -> n) in
  let sum = ref 0 in
  for _ = 1 to count do
    Scanf.scanf " %d" (fun n -> sum := !sum + n)
  done;
  Printf.printf "%d\n" !sum
