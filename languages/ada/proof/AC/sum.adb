with Ada.Text_IO; use Ada.Text_IO;

procedure Main is
   package Numbers is new Ada.Text_IO.Integer_IO (Long_Long_Integer);
   Count, Number : Long_Long_Integer;
   Sum : Long_Long_Integer := 0;
begin
   Numbers.Get (Count);
   for I in 1 .. Count loop
      Numbers.Get (Number);
      Sum := Sum + Number;
   end loop;
   Numbers.Put (Sum, Width => 0);
   New_Line;
end Main;
